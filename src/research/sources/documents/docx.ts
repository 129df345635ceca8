import mammoth from "mammoth";
import type { Content } from "./block.ts";
import { readWholeHtml } from "./html.ts";

/** A Word document, by way of the HTML that mammoth makes of it. Pictures are left out and nothing else is opened. */
export async function readDocx(buffer: Buffer): Promise<Content> {
  const html = await convert(buffer);
  if (html === null) return { ok: false, why: "it is damaged or not really a DOCX" };
  return readWholeHtml(html);
}

async function convert(buffer: Buffer): Promise<string | null> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer },
      {
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      },
    );
    return value;
  } catch {
    // mammoth throws plain errors of its XML and zip readers; to the reader they all mean the same.
    return null;
  }
}
