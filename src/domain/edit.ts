import { type Citation, type Draft, type Statement, statementsOf } from "./draft.ts";

/** A draft as text that a person can change: headline, `## ` headings, one statement a line with its `[n]` marks. */
export function draftToText({ headline, sections }: Draft): string {
  const parts = sections.map(({ heading, statements }) =>
    [`## ${heading}`, ...statements.map((statement) => `- ${lineOf(statement)}`)].join("\n"),
  );
  return [headline, ...parts].join("\n");
}

const lineOf = ({ speaker, text, citations }: Statement): string => {
  const marks = [...new Set(citations.map(({ source }) => `[${source}]`))].join("");
  return `${speaker === null ? "" : `${speaker}: `}${text}${marks && ` ${marks}`}`;
};

/**
 * Reads an edited text back. Lines that were left alone keep their citations and checks. A changed line keeps the
 * quotes of the sources it still names, taken from the most similar line before, and has to be checked again.
 * Undefined when nothing but blank is left.
 */
export function textToDraft(text: string, previous: Draft): Draft | undefined {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const [headline, ...rest] = lines;
  if (headline === undefined) return undefined;

  const sections: { heading: string; statements: Statement[] }[] = [];
  for (const line of rest) {
    if (line.startsWith("## ")) {
      sections.push({ heading: line.slice(3).trim(), statements: [] });
      continue;
    }
    if (sections.length === 0) sections.push({ heading: "Key points", statements: [] });
    sections.at(-1)?.statements.push(readLine(line.replace(/^[-•*]\s+/, ""), previous));
  }
  const kept = sections.filter(({ statements }): boolean => statements.length > 0);
  return { ...previous, headline: headline.replace(/^#+\s*/, ""), sections: kept };
}

function readLine(line: string, previous: Draft): Statement {
  const before = statementsOf(previous);
  const same = before.find((statement) => lineOf(statement) === line);
  if (same !== undefined) return same;

  const named = new Set([...line.matchAll(/\[(\d{1,3})\]/g)].map(([, number]) => Number(number)));
  const text = line.replace(/\s*(?:\[\d{1,3}\])+\s*$/, "");
  const candidates = before
    .toSorted((a, b) => sharedWords(text, b.text) - sharedWords(text, a.text))
    .flatMap(({ citations }) => citations);
  const citations = [...named].flatMap((source): Citation[] =>
    candidates.filter((citation) => citation.source === source).slice(0, 1),
  );
  return { text, speaker: null, citations, check: { result: "unchecked" } };
}

const sharedWords = (a: string, b: string): number => {
  const words = new Set(a.toLowerCase().match(/\p{L}{3,}|\p{N}+/gu));
  return (b.toLowerCase().match(/\p{L}{3,}|\p{N}+/gu) ?? []).filter((word) => words.has(word))
    .length;
};
