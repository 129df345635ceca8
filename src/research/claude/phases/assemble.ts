import type { Citation, Draft, DraftSource, Section } from "../../../domain/draft.ts";
import type { Brief } from "../../engine.ts";
import { missingDates, missingNames } from "../../check/names.ts";
import { missingNumbers } from "../../check/numbers.ts";
import type { Piece } from "./evidence.ts";
import { headlineMax } from "./headline.ts";
import { quoteFrom } from "./quote.ts";
import type { Claim, Shape } from "./shape.ts";

/** What a draft shows at most. */
const limits = { headline: headlineMax, heading: 120, missing: 12, next: 5, citations: 5 } as const;

/** Makes a draft of an answer: each claim with its citations, and the sources that are cited, numbered as they come. */
export function assemble(
  shape: Shape,
  pieces: readonly Piece[],
  about: {
    readonly brief: Brief;
    readonly question: string;
    readonly method: string;
    readonly missing: readonly string[];
  },
): Draft {
  const { brief, question, method, missing } = about;
  const list = openList();
  const sections = shape.sections.map(({ heading, claims }): Section => ({
    heading: heading.slice(0, limits.heading),
    statements: claims.map((claim) => ({
      text: claim.text,
      speaker: null,
      citations: citationsOf(claim, pieces, list.numberOf),
      check: { result: "unchecked" },
    })),
  }));
  return {
    headline: headlineOf(shape, sections, question),
    sections,
    missing: [...new Set([...shape.missing, ...missing])].slice(0, limits.missing),
    next: shape.next.slice(0, limits.next),
    answers: answersTo(brief, shape.answers),
    sources: list.sources,
    method,
  };
}

function openList() {
  const sources: DraftSource[] = [];
  return {
    sources,
    /** The `[n]` of a source, from 1. */
    numberOf: ({ position, source: { title, url } }: Piece): number => {
      const known = sources.findIndex((source) => source.position === position);
      return known >= 0 ? known + 1 : sources.push({ position, title, url });
    },
  };
}

/** What points to no passage is no citation. */
function citationsOf(
  { text, cites }: Claim,
  pieces: readonly Piece[],
  numberOf: (piece: Piece) => number,
): Citation[] {
  return cites.slice(0, limits.citations).flatMap((cite): Citation[] => {
    const piece = pieces[cite.piece];
    const found = piece?.passages[cite.passage];
    if (!piece || !found) return [];
    const quote = quoteFrom(found.passage.text, text);
    return quote === "" ? [] : [{ source: numberOf(piece), passage: found.number, quote }];
  });
}

/** A headline that names what no claim below it names is nobody's claim: then the question stands there. */
function headlineOf(shape: Shape, sections: readonly Section[], question: string): string {
  const fallback = question.slice(0, limits.headline).trim().toWellFormed();
  const said = (shape.headline ?? "").slice(0, limits.headline).replace(/\.$/, "").trim();
  if (said === "") return fallback;
  const claims = sections
    .flatMap(({ statements }) => statements)
    .filter(({ citations }) => citations.length > 0)
    .map(({ text }) => text);
  const known = [question, ...claims].join("\n");
  const strange = [
    ...missingNumbers(said, known),
    ...missingNames(said, known),
    ...missingDates(said, known),
  ];
  return strange.length === 0 ? said : fallback;
}

/** One answer for each point of feedback that no draft has answered yet. */
function answersTo({ feedback, previous }: Brief, said: readonly string[]): Draft["answers"] {
  if (previous === null) return [];
  const answered = previous.answers.map(({ feedback: point }) => point);
  const open = feedback.filter((point) => {
    const before = answered.indexOf(point);
    if (before < 0) return true;
    answered.splice(before, 1);
    return false;
  });
  return open.map((point, n) => ({
    feedback: point,
    answer:
      (open.length === 1 ? said.join(" ") : said[n]) ||
      "This revision was written with it in mind; please look whether it does what you meant.",
  }));
}
