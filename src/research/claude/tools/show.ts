import type { Source } from "../../../domain/source.ts";
import { findFor } from "../../extractive/findings.ts";
import { unitsOf } from "../../extractive/units.ts";
import { quoted, tagged } from "../data.ts";
import type { Shelved } from "./shelf.ts";

/** Characters of a source's passages that one tool result shows. */
export const shownMax = { whole: 14_000, hit: 3_000 } as const;

/** Passages of a search's hit that are shown: the ones that fit the query best. */
const passagesPerHit = 5;

/** Passages of a source from one on (counted from 1), as far as there is room. */
export function showFrom(place: Shelved, from: number, charactersMax: number): string {
  const { passages } = place.source;
  const numbers: number[] = [];
  let characters = 0;
  for (let number = Math.max(1, from); number <= passages.length; number += 1) {
    characters += passages[number - 1]?.text.length ?? 0;
    if (numbers.length > 0 && characters > charactersMax) break;
    numbers.push(number);
  }
  return showThese(place, numbers, charactersMax);
}

/** The passages of a source that speak about a query; its beginning, where none does. */
export async function showFor(
  place: Shelved,
  query: string,
  charactersMax: number = shownMax.hit,
): Promise<string> {
  const { units } = await unitsOf([place.source]);
  const best = await findFor(units, query);
  const numbers = best
    .slice(0, passagesPerHit)
    .map(({ passage }) => passage + 1)
    .toSorted((a, b) => a - b);
  return numbers.length === 0
    ? showFrom(place, 1, Math.min(charactersMax, 1_000))
    : showThese(place, numbers, charactersMax);
}

function showThese(
  { number, source }: Shelved,
  numbers: readonly number[],
  charactersMax: number,
): string {
  const { passages, title, url } = source;
  const each = Math.max(300, Math.floor(charactersMax / Math.max(1, numbers.length)));
  const lines = numbers.map((n) => {
    const { text = "", speaker = null, locator = null } = passages[n - 1] ?? {};
    const about = [locator, speaker].filter((part) => part !== null && part !== "").join(", ");
    const cut = text.length > each ? `${text.slice(0, each).toWellFormed()}…` : text;
    return quoted(`[p${n}]${about === "" ? "" : ` (${about})`} ${cut}`);
  });
  const attributes = { id: `s${number}`, type: kindOf(source), title, url };
  const shown = tagged("source", attributes, lines.join("\n") || "(no text)");
  return `${shown}\n${extentOf(numbers, passages.length)}`;
}

/** What there is besides what is shown, so that nobody takes a part for the whole. */
function extentOf(numbers: readonly number[], total: number): string {
  const last = numbers.at(-1) ?? 0;
  if (numbers.length === total) return `All ${total} passages are shown.`;
  const next = last < total ? ` read_document goes on from ${last + 1}.` : "";
  return `Shown: ${numbers.length} of ${total} passages.${next}`;
}

const kindOf = ({ type, visibility }: Source): string =>
  visibility.type === "public" ? `${type}, public` : `${type}, internal`;
