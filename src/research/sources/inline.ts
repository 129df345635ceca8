import type { Reading } from "../../domain/source.ts";
import { cutPassages } from "./documents/passages.ts";
import { readText } from "./documents/text.ts";

/** Text that came with the request itself; minutes and transcripts keep their speakers. */
export function readInline(text: string, readAt: Date): Reading {
  const content = readText(text);
  const { passages, cut } = cutPassages(content.blocks);
  if (passages.length === 0) return { sources: [], notes: ["The text in the request is empty."] };
  const source = {
    type: "text",
    title: "Text in the request",
    url: null,
    readAt,
    visibility: { type: "workspace" },
    passages,
  } as const;
  return {
    sources: [source],
    notes: cut ? ["The text in the request was not read to its end."] : [],
  };
}
