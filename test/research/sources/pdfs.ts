import { deflateSync } from "node:zlib";

/** A PDF of these objects, numbered from 1, the first of them its catalog. */
export function pdf(objects: readonly (string | Buffer)[], trailer = ""): Buffer {
  const parts = objects.map((object, n) =>
    Buffer.concat([
      Buffer.from(`${n + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from("\nendobj\n"),
    ]),
  );
  const head = Buffer.from("%PDF-1.7\n");
  let offset = head.length;
  const places = parts.map((part) => {
    const place = offset;
    offset += part.length;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const tail = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}trailer\n<< /Root 1 0 R /Size ${size} ${trailer} >>\nstartxref\n${offset}\n%%EOF`;
  return Buffer.concat([head, ...parts, Buffer.from(tail)]);
}

/** A page under object 2, its contents in the object with this number. */
export const pdfPage = (contents?: number): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]${contents === undefined ? "" : ` /Contents ${contents} 0 R`} /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>`;

/** A stream object, packed once more than given. */
export function deflated(content: Buffer, filter = "/FlateDecode"): Buffer {
  const packed = deflateSync(content, { level: 9 });
  return Buffer.concat([
    Buffer.from(`<< /Filter ${filter} /Length ${packed.length} >>\nstream\n`),
    packed,
    Buffer.from("\nendstream"),
  ]);
}
