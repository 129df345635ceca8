import { sentencesOf } from "../../extractive/sentences.ts";
import type { Cited } from "./cited.ts";
import { plainOf } from "./plainwords.ts";

/** A claim as it was written, with the passages it cites. */
export type Claim = { readonly text: string; readonly cites: Cited["cites"] };

/** An answer, read out of its markdown. */
export type Shape = {
  readonly headline: string | null;
  readonly sections: readonly { readonly heading: string; readonly claims: readonly Claim[] }[];
  readonly missing: readonly string[];
  readonly next: readonly string[];
  readonly answers: readonly string[];
};

/** A line that is no list item and ends in a colon only leads to what follows. In characters. */
const leadMax = 80;

const heading = /^#{1,6}\s+(.+?)\s*#*$/;
const bullet = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+/;

/** Where the lines of a heading go; everything else is a group of claims. */
const parts: readonly (readonly ["missing" | "next" | "answers", RegExp])[] = [
  ["missing", /^(?:what is )?(?:not covered|missing|gaps|limitations|open questions)\b/i],
  ["next", /^(?:suggested )?next steps?\b/i],
  ["answers", /^(?:your )?feedback\b/i],
];

/**
 * Reads an answer line by line. Every sentence of a group is a claim of its own, with the citations that stand in it; lines
 * that are written otherwise than asked for are read as claims too, so that nothing of an answer is lost.
 */
export function shapeOf(answer: readonly Cited[]): Shape {
  const whole = answer.map(({ text }) => text).join("");
  const spans = spansOf(answer);
  const lists: Record<"missing" | "next" | "answers", string[]> = {
    missing: [],
    next: [],
    answers: [],
  };
  const sections: { heading: string; claims: Claim[] }[] = [];
  let headline: string | null = null;
  let list: string[] | undefined;

  const open = (title: string): void => {
    const name = parts.find(([, pattern]) => pattern.test(title))?.[0];
    list = name && lists[name];
    if (list === undefined) sections.push({ heading: title, claims: [] });
  };
  for (const { start, end } of linesOf(whole)) {
    const line = whole.slice(start, end);
    if (line.trim() === "") continue;
    const title = heading.exec(line.trim())?.[1];
    if (title !== undefined) {
      const isFirst = headline === null && sections.length === 0 && /^#\s/.test(line.trim());
      if (isFirst) headline = plainOf(title);
      else open(plainOf(title));
      continue;
    }
    const lead = line.trim();
    if (isLead(lead, citesIn(spans, start, end))) {
      open(plainOf(lead.replace(/:$/, "")));
      continue;
    }
    const marker = bullet.exec(line)?.[0].length ?? 0;
    if (list !== undefined) {
      list.push(plainOf(line.slice(marker)));
      continue;
    }
    if (sections.length === 0) sections.push({ heading: "Answer", claims: [] });
    sections.at(-1)?.claims.push(...claimsIn(whole, start + marker, end, spans));
  }
  return {
    headline,
    sections: sections.filter(({ claims }) => claims.length > 0),
    missing: lists.missing.filter(Boolean),
    next: lists.next.filter(Boolean),
    answers: lists.answers.filter(Boolean),
  };
}

type Span = { readonly start: number; readonly end: number; readonly cites: Cited["cites"] };

function spansOf(answer: readonly Cited[]): Span[] {
  let at = 0;
  return answer.map(({ text, cites }) => {
    const start = at + (text.length - text.trimStart().length);
    at += text.length;
    return { start, end: start + text.trim().length, cites };
  });
}

function linesOf(text: string): { start: number; end: number }[] {
  let at = 0;
  return text.split("\n").map((line) => {
    const start = at;
    at += line.length + 1;
    return { start, end: start + line.length };
  });
}

const isLead = (line: string, cites: Cited["cites"]): boolean =>
  line.endsWith(":") && line.length <= leadMax && cites.length === 0 && !bullet.test(line);

/** The sentences of a line. A stretch that is only what is left between two citations belongs to the sentence before it. */
function claimsIn(whole: string, start: number, end: number, spans: readonly Span[]): Claim[] {
  const line = whole.slice(start, end);
  const sentences = sentencesOf(line);
  const places = sentences.length > 0 ? sentences : [{ start: 0, end: line.length }];
  return places.flatMap((place): Claim[] => {
    const text = plainOf(line.slice(place.start, place.end));
    if (!/[\p{L}\p{N}]/u.test(text)) return [];
    return [{ text, cites: citesIn(spans, start + place.start, start + place.end) }];
  });
}

/** Each passage once. */
function citesIn(spans: readonly Span[], start: number, end: number): Cited["cites"] {
  const cites = spans
    .filter((span) => span.start < end && span.end > start)
    .flatMap((span) => span.cites);
  return [...new Map(cites.map((cite) => [`${cite.piece}:${cite.passage}`, cite])).values()];
}
