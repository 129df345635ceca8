import { crc32, deflateRawSync } from "node:zlib";

type Packed = { readonly packed: Buffer; readonly crc: number; readonly size: number };
type Part = string | Buffer | Packed;

/** A zip archive of these parts; a packed part is written as it is, so that a bomb need not be built in memory. */
export function archive(parts: Record<string, Part>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, part] of Object.entries(parts)) {
    const packed = pack(part);
    const local = localEntry(name, packed);
    locals.push(local);
    central.push(centralEntry(name, packed, offset));
    offset += local.length;
  }
  return Buffer.concat([...locals, directoryOf(central, offset)]);
}

/** A zip archive whose directory names the same packed bytes so many times over. */
export function overlapping(times: number, content: Buffer): Buffer {
  const packed = pack(content);
  const local = localEntry("part", packed);
  const central = Array.from({ length: times }, (_, n) => centralEntry(`part${n}`, packed, 0));
  return Buffer.concat([local, directoryOf(central, local.length)]);
}

function localEntry(name: string, packed: Packed): Buffer {
  const mark = Buffer.from("PK\x03\x04");
  return Buffer.concat([mark, fieldsOf(name, packed), Buffer.from(name), packed.packed]);
}

function centralEntry(name: string, packed: Packed, offset: number): Buffer {
  const mark = Buffer.from("PK\x01\x02\x14\0");
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([mark, fieldsOf(name, packed), tail, Buffer.from(name)]);
}

function fieldsOf(name: string, { packed, crc, size }: Packed): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function directoryOf(central: readonly Buffer[], offset: number): Buffer {
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([directory, end]);
}

const pack = (part: Part): Packed => {
  if (typeof part === "object" && "packed" in part) return part;
  const bytes = Buffer.from(part);
  return { packed: deflateRawSync(bytes), crc: crc32(bytes), size: bytes.length };
};

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const packages = "http://schemas.openxmlformats.org/package/2006";
const documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const relationships = (...lines: string[]) =>
  `${xml}<Relationships xmlns="${packages}/relationships">${lines.join("")}</Relationships>`;

/** The parts of a Word document with this body; `prolog` goes between the XML declaration and the document. */
export const docxParts = (body: Part, prolog = ""): Record<string, Part> => ({
  "[Content_Types].xml": `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
  "_rels/.rels": relationships(
    `<Relationship Id="r1" Type="${documents}/officeDocument" Target="word/document.xml"/>`,
  ),
  "word/styles.xml": `${xml}<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
  "word/_rels/document.xml.rels": relationships(
    `<Relationship Id="r2" Type="${documents}/styles" Target="styles.xml"/>`,
    `<Relationship Id="r3" Type="${documents}/image" TargetMode="External" Target="file:///etc/passwd"/>`,
  ),
  "word/document.xml": typeof body === "string" ? `${xml}${prolog}${wordDocument(body)}` : body,
});

export const wordDocument = (body: string) =>
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${documents}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>${body}</w:body></w:document>`;

export const docx = (body: Part, prolog = ""): Buffer => archive(docxParts(body, prolog));

const column = (index: number) => String.fromCodePoint(65 + index);

/** One sheet's XML with these cells as inline strings, numbers and booleans. */
export const sheet = (rows: readonly (readonly (string | number | boolean)[])[]): string =>
  `${xml}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
    .map(
      (row, r) =>
        `<row r="${r + 1}">${row
          .map((cell, c) => {
            const at = `r="${column(c)}${r + 1}"`;
            if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
            if (typeof cell === "boolean") return `<c ${at} t="b"><v>${cell ? 1 : 0}</v></c>`;
            return `<c ${at} t="inlineStr"><is><t>${cell}</t></is></c>`;
          })
          .join("")}</row>`,
    )
    .join("")}</sheetData></worksheet>`;

/** A workbook of sheets by name. */
export function xlsx(sheets: Record<string, Part>): Buffer {
  const names = Object.keys(sheets);
  return archive({
    "_rels/.rels": relationships(
      `<Relationship Id="r1" Type="${documents}/officeDocument" Target="xl/workbook.xml"/>`,
    ),
    "xl/workbook.xml": `${xml}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${documents}"><sheets>${names
      .map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relationships(
      ...names.map(
        (_, n) =>
          `<Relationship Id="rId${n + 1}" Type="${documents}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`,
      ),
    ),
    ...Object.fromEntries(
      Object.values(sheets).map((part, n) => [`xl/worksheets/sheet${n + 1}.xml`, part]),
    ),
  });
}
