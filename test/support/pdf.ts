import { PDFDocument, StandardFonts } from "pdf-lib";

/** A one-page PDF with a text layer, a line each. */
export async function makePdf(lines: readonly string[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage();
  lines.forEach((line, n) => page.drawText(line, { x: 50, y: 750 - n * 24, size: 12, font }));
  return document.save();
}
