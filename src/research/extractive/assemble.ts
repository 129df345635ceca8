import type { Citation, DraftSource, Section, Statement } from "../../domain/draft.ts";
import type { Source } from "../../domain/source.ts";
import type { Chapter } from "./body.ts";
import type { Evidence, Unit } from "./units.ts";

/** A statement longer than this is cut at a word, and shows it. In characters. */
const statementCharactersMax = 420;

/** Sections with their statements, and the sources they cite in the order of their `[n]`. */
export type Assembled = {
  readonly sections: readonly Section[];
  readonly sources: readonly DraftSource[];
};

/** Writes chapters out: each unit is a statement that quotes itself. Numbers sources as they are first cited. */
export function assemble(
  chapters: readonly Chapter[],
  all: readonly Source[],
  listed: readonly DraftSource[] = [],
): Assembled {
  const sources = [...listed];
  const sections = chapters.map(({ heading, units }): Section => ({
    heading,
    statements: units.map((unit) => statementOf(unit, all, sources)),
  }));
  return { sections, sources };
}

/** The `[n]` of a source; it is added to the list when it is new. */
export function numberOf(position: number, all: readonly Source[], sources: DraftSource[]): number {
  const known = sources.findIndex((source) => source.position === position);
  if (known >= 0) return known + 1;
  const source = all[position];
  return sources.push({ position, title: source?.title ?? "Source", url: source?.url ?? null });
}

function statementOf(unit: Unit, all: readonly Source[], sources: DraftSource[]): Statement {
  const evidence: readonly Evidence[] = unit.evidence ?? [unit];
  const check = { result: "unchecked" } as const;
  if (unit.evidence || unit.text.length <= statementCharactersMax) {
    const citations = evidence.map(({ source, passage, quote }): Citation => ({
      source: numberOf(source, all, sources),
      passage,
      quote,
    }));
    return { text: unit.text, speaker: unit.speaker, citations, check };
  }
  const citation: Citation = {
    source: numberOf(unit.source, all, sources),
    passage: unit.passage,
    quote: atWord(unit.quote),
  };
  return { text: `${atWord(unit.text)}…`, speaker: unit.speaker, citations: [citation], check };
}

const atWord = (text: string): string => {
  const room = text.slice(0, statementCharactersMax);
  return room.slice(0, Math.max(room.lastIndexOf(" "), statementCharactersMax / 2)).trimEnd();
};
