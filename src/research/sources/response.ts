import type { Dispatcher } from "undici";
import { readBody } from "./body.ts";
import type { FetchLimits } from "./limits.ts";
import type { Target } from "./target.ts";
import { megabytes, shownUrl, unreadable } from "./wording.ts";

/** A page or document as it was fetched, or a sentence saying why not. */
export type Fetched =
  | {
      readonly ok: true;
      /** Where it was found in the end, without its fragment. */
      readonly url: string;
      /** The Content-Type header as sent; documents are judged by their bytes first. */
      readonly contentType: string | null;
      /** The file's name where one was sent along. */
      readonly name: string | null;
      readonly bytes: Uint8Array;
      /** Read past the guard, from a host of the allow list: not for the world. */
      readonly internal: boolean;
    }
  | { readonly ok: false; readonly problem: string };

/** The page is elsewhere: the Location header as sent. */
export type Moved = { readonly location: string };

/** Reads a response within the limits; a failure of the connection meanwhile is an error of `signal` or a sentence. */
export async function receive(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { url, allowed }: Target,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched | Moved> {
  const header = (name: string) => [headers[name]].flat()[0];
  const drop = () => body.on("error", () => {}).destroy(); // Nobody reads on, so nobody is told how it ends.

  if (statusCode < 200 || statusCode >= 300) {
    drop();
    const location = header("location");
    if (statusCode >= 300 && statusCode < 400 && location !== undefined) return { location };
    return { ok: false, problem: `${shownUrl(url.href)} answered ${statusCode}.` };
  }

  const contentType = header("content-type") ?? null;
  const decodedBytesMax = bytesMaxFor(contentType, limits);
  if (Number(header("content-length") ?? 0) > limits.wireBytesMax) {
    drop();
    return failed(url.href, whyNotRead["too large"](decodedBytesMax));
  }
  const caps = { wireBytesMax: limits.wireBytesMax, decodedBytesMax };
  const read = await readBody(body, header("content-encoding") ?? "", caps, signal);
  if (!read.ok) return failed(url.href, whyNotRead[read.why](decodedBytesMax));
  const { bytes } = read;
  if (bytes.length === 0) return failed(url.href, "its answer is empty");

  const name = fileName(header("content-disposition") ?? "");
  return { ok: true, url: withoutFragment(url), contentType, name, bytes, internal: allowed };
}

/** A refusal in words. */
export const failed = (address: string, why: string): Fetched => ({
  ok: false,
  problem: unreadable(shownUrl(address), why),
});

const bytesMaxFor = (contentType: string | null, limits: FetchLimits): number =>
  contentType === null || /html|^text\/plain/i.test(contentType)
    ? limits.htmlBytesMax
    : limits.documentBytesMax;

const whyNotRead = {
  "too large": (bytesMax: number) => `it is larger than ${megabytes(bytesMax)}`,
  "unknown encoding": () => "it is packed in a way I do not know",
  "broken off": () => "the connection broke before the end",
};

function fileName(disposition: string): string | null {
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]{1,500})/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decodeOrKeep(encoded);
  const plain = /filename\s*=\s*(?:"([^"]{1,500})"|([^;\s]{1,500}))/i.exec(disposition);
  return plain?.[1] ?? plain?.[2] ?? null;
}

/** The escapes may spell invalid UTF-8; then the name stays as it was sent. */
function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutFragment(url: URL): string {
  const bare = new URL(url);
  bare.hash = "";
  return bare.href;
}
