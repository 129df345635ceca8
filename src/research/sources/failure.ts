import { FloodError } from "./flood.ts";
import { AddressRefusedError } from "./guard.ts";

/** Why a request failed, as the end of a sentence: "could not be read: …". Never quotes the error itself. */
export function whyNotFetched(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    if (cause instanceof AddressRefusedError) return "the address is private";
    if (cause instanceof FloodError) return "it does not stop sending";
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
    const known = reasons.find(([pattern]) => pattern.test(code));
    if (known !== undefined) return known[1];
    cause = cause.cause;
  }
  return "the connection broke";
}

/** Codes (names where there is no code) of Node's sockets, resolver, TLS and HTTP parser, and of undici. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|ENODATA)$/, "there is no site of that name"],
  [/^EAI_/, "its name could not be looked up"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, "nothing answers there"],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "nothing answers there"],
  [/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/, "it stopped answering"],
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, "its headers are too large"],
  [/^HPE_|^HTTPParserError$|^UND_ERR_RES_CONTENT_LENGTH/, "its answer is not valid HTTP"],
  [/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|^EPROTO$/, "its certificate is not valid"],
];
