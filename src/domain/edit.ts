import { type Citation, type Draft, type Statement, statementsOf } from "./draft.ts";

/** A draft as text that a person can change: headline, `## ` headings, one statement a line with its `[n]` marks. */
export function draftToText({ headline, sections }: Draft): string {
  const parts = sections.map(({ heading, statements }) =>
    [`## ${oneLine(heading)}`, ...statements.map((statement) => `- ${lineOf(statement)}`)].join(
      "\n",
    ),
  );
  return [oneLine(headline), ...parts].join("\n");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const lineOf = ({ speaker, text, citations }: Statement): string => {
  const marks = [...new Set(citations.map(({ source }) => `[${source}]`))].join("");
  return oneLine(`${speaker === null ? "" : `${speaker}: `}${text} ${marks}`);
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

  const untouched = [...statementsOf(previous)];
  const sections: { heading: string; statements: Statement[] }[] = [];
  for (const line of rest) {
    if (/^##(?:\s|$)/.test(line)) {
      sections.push({ heading: line.slice(2).trim(), statements: [] });
      continue;
    }
    if (sections.length === 0) sections.push({ heading: "Key points", statements: [] });
    sections.at(-1)?.statements.push(readLine(line.replace(/^[-•*]\s+/, ""), untouched, previous));
  }
  const kept = sections.filter(({ statements }): boolean => statements.length > 0);
  return { ...previous, headline: headline.replace(/^#+\s+/, ""), sections: kept };
}

/** Takes its statement out of `untouched`, so that of two equal lines each gets its own citations back. */
function readLine(line: string, untouched: Statement[], previous: Draft): Statement {
  const same = untouched.findIndex((statement) => lineOf(statement) === line);
  const [kept] = same === -1 ? [] : untouched.splice(same, 1);
  if (kept !== undefined) return kept;

  const named = new Set([...line.matchAll(/\[(\d{1,3})\]/g)].map(([, number]) => Number(number)));
  const text = line.replace(/\s*(?:\[\d{1,3}\])+\s*$/, "");
  const candidates = statementsOf(previous)
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
