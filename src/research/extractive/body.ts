import type { PartName } from "./wish.ts";
import type { Unit } from "./units.ts";

/** A section before it is written out. `name` is what feedback can call it. */
export type Chapter = {
  readonly name: PartName;
  readonly heading: string;
  readonly units: readonly Unit[];
};

/** What a draft will say: chapters in order, the unit its headline comes from, and what was asked but not found. */
export type Body = {
  readonly chapters: readonly Chapter[];
  readonly lead: Lead | undefined;
  /** Questions or words nothing was found on, in the words of the request. */
  readonly unanswered: readonly string[];
};

/** Where the headline comes from; `label` stands before it (`Decided`). */
export type Lead = {
  readonly unit: Unit;
  readonly label: string | null;
  /** Said instead of the unit's own text, where more than one unit makes the headline. */
  readonly text?: string;
};

/** Chapters without those that have nothing to say. */
export const filled = (chapters: readonly Chapter[]): Chapter[] =>
  chapters.filter(({ units }) => units.length > 0);

/** The first units of several lists in turn, until a number of units or words is reached; each list keeps its order. */
export function dealOut(
  lists: readonly (readonly Unit[])[],
  most: { words: number; sentences: number },
): Unit[][] {
  const dealt = lists.map((): Unit[] => []);
  let words = 0;
  let sentences = 0;
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let i = 0; i < longest; i++)
    lists.forEach((list, place) => {
      const unit = list[i];
      if (!unit || sentences + 1 > most.sentences || words + unit.words > most.words) return;
      dealt[place]?.push(unit);
      words += unit.words;
      sentences++;
    });
  return dealt;
}
