import { documentLimits } from "../limits.ts";
import type { Content } from "./block.ts";
import { decodeText } from "./charset.ts";
import type { ParseReply, ParseRequest } from "./contract.ts";
import { detectFormat, type Format } from "./detect.ts";
import { cleanLine, cutPassages } from "./passages.ts";

/** Reads a document of any known format. Runs in the child process; parsers are loaded when their format comes up. */
export async function readDocument(request: ParseRequest): Promise<ParseReply> {
  const detected = detectFormat(request.bytes, request.name, request.declaredType);
  if (!detected.ok) return detected;

  const content = await readers[detected.format](request);
  if (!content.ok) return content;

  const { passages, cut } = cutPassages(content.blocks);
  if (passages.length === 0) return { ok: false, why: "there is no text in it" };
  const { title, notes } = content;
  return {
    ok: true,
    title: cleanLine(title, documentLimits.titleCharsMax),
    passages,
    notes: cut ? [...notes, "it is very long, and only its beginning was read"] : [...notes],
  };
}

const readers: Readonly<Record<Format, (request: ParseRequest) => Promise<Content>>> = {
  pdf: async ({ bytes }) => (await import("./pdf.ts")).readPdf(bytes),
  office: async ({ bytes }) => (await import("./office.ts")).readOffice(bytes),
  html: async (request) => (await import("./html.ts")).readHtml(textOf(request)),
  markdown: async (request) => (await import("./markdown.ts")).readMarkdown(textOf(request)),
  csv: async (request) => (await import("./csv.ts")).readCsv(textOf(request)),
  text: async (request) => (await import("./text.ts")).readText(textOf(request)),
};

const textOf = ({ bytes, declaredType }: ParseRequest): string => decodeText(bytes, declaredType);
