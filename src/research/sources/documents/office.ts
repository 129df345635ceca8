import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { documentLimits } from "../limits.ts";
import { megabytes } from "../wording.ts";
import type { Content, Unreadable } from "./block.ts";

/** A zip archive: DOCX or XLSX, told apart by their parts, and unpacked once on trial before a parser sees it. */
export async function readOffice(bytes: Uint8Array): Promise<Content> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const checked = await checkArchive(buffer);
  if (!checked.ok) return checked;

  const has = (name: string) => checked.names.has(name);
  if (has("word/document.xml")) return (await import("./docx.ts")).readDocx(buffer);
  if (has("xl/workbook.xml")) return (await import("./xlsx.ts")).readXlsx(buffer);
  if (has("ppt/presentation.xml")) return refuse("I cannot read slides; please save them as PDF");
  if (has("content.xml")) return refuse("I cannot read OpenDocument files; please save it as DOCX");
  if (has("EncryptedPackage")) return refuse("it is protected with a password");
  return refuse("it is an archive; please send the documents inside");
}

const refuse = (why: string): Unreadable => ({ ok: false, why });

class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/**
 * Unpacks every part and throws it away, counting real bytes: sizes in the archive's own directory may lie, parts may
 * overlap, and the parsers behind have no limits of their own.
 */
async function checkArchive(
  buffer: Buffer,
): Promise<{ readonly ok: true; readonly names: ReadonlySet<string> } | Unreadable> {
  const names = new Set<string>();
  let inflated = 0;
  try {
    const zip = await yauzl.fromBufferPromise(buffer);
    for await (const entry of zip.eachEntry()) {
      names.add(entry.fileName);
      if (names.size > documentLimits.zipEntriesMax)
        throw new ArchiveError("it has too many parts");
      if (entry.isEncrypted()) throw new ArchiveError("it is protected with a password");
      if (entry.fileName.endsWith("/")) continue;
      inflated += await inflate(await zip.openReadStreamPromise(entry), entry.fileName, inflated);
    }
    return { ok: true, names };
  } catch (error) {
    return refuse(error instanceof ArchiveError ? error.message : "it is damaged");
  }
}

async function inflate(part: Readable, name: string, before: number): Promise<number> {
  const isXml = /\.(xml|rels)$/i.test(name);
  const bytesMax = isXml ? documentLimits.xmlPartBytesMax : documentLimits.inflatedBytesMax;
  let bytes = 0;
  for await (const chunk of part as AsyncIterable<Buffer>) {
    if (bytes === 0 && isXml && /<!DOCTYPE/i.test(chunk.subarray(0, 1024).toString("latin1"))) {
      throw new ArchiveError(
        "it contains a document type definition, which no Office program writes",
      );
    }
    bytes += chunk.length;
    if (bytes > bytesMax || before + bytes > documentLimits.inflatedBytesMax) {
      throw new ArchiveError(`unpacked it is larger than ${megabytes(bytesMax)}`);
    }
  }
  return bytes;
}
