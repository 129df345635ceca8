import { pipeline } from "node:stream";
import type { Readable, Transform } from "node:stream";
import * as zlib from "node:zlib";
import { FloodError } from "./flood.ts";

/** What came of reading a body: its decoded bytes, or why not, as the end of a sentence. */
export type Body =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: "too large" | "unknown encoding" | "broken off" };

/**
 * Reads a response body to its end. Wire and decoded bytes are counted as they stream, so that a small body that
 * unpacks to gigabytes stops at `decodedBytesMax`, whatever its headers claim.
 */
export async function readBody(
  body: Readable,
  encoding: string,
  limits: { readonly wireBytesMax: number; readonly decodedBytesMax: number },
  signal: AbortSignal,
): Promise<Body> {
  // A body that is dropped half read says so in an error event; without a listener that would end the process.
  body.on("error", () => {});
  try {
    const decoder = decoderFor(encoding);
    if (decoder === undefined) return { ok: false, why: "unknown encoding" };
    const counted = count(body, limits.wireBytesMax);
    const decoded = decoder === null ? counted : unpack(counted, decoder);
    const chunks: Buffer[] = [];
    for await (const chunk of count(decoded, limits.decodedBytesMax)) chunks.push(chunk);
    return { ok: true, bytes: Buffer.concat(chunks) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLargeError || error instanceof FloodError)
      return { ok: false, why: "too large" };
    return { ok: false, why: "broken off" };
  } finally {
    body.destroy();
  }
}

/** Null: nothing to decode. Undefined: not a single coding we know; codings on top of codings only serve attacks. */
function decoderFor(encoding: string): Transform | null | undefined {
  switch (encoding.trim().toLowerCase()) {
    case "":
    case "identity":
      return null;
    case "gzip":
    case "x-gzip":
      return zlib.createGunzip();
    case "deflate":
      return zlib.createInflate();
    case "br":
      return zlib.createBrotliDecompress();
    case "zstd":
      return zlib.createZstdDecompress();
    default:
      return undefined;
  }
}

function unpack(packed: AsyncIterable<Buffer>, decoder: Transform): AsyncIterable<Buffer> {
  // The callback must exist, or the failure of a stream nobody waits for any more would end the process; whoever reads
  // the decoder sees the same failure.
  pipeline(packed, decoder, () => {});
  return decoder;
}

class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

async function* count(stream: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new TooLargeError();
    yield chunk;
  }
}
