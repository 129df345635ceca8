import type { PartName } from "./wish.ts";
import type { Asked } from "./wishes.ts";

/** How a draft is to look after all feedback so far. */
export type Shape = {
  /** 1 is the usual length. */
  readonly scale: number;
  readonly points: number | null;
  readonly words: number | null;
  readonly focus: readonly string[];
  readonly without: readonly string[];
  readonly onlyFrom: readonly string[];
  readonly simple: boolean;
  /** Given word for word; null: the engine chooses. */
  readonly headline: string | null;
  readonly headlineShort: boolean;
  readonly onlyParts: readonly PartName[];
  readonly dropParts: readonly PartName[];
};

export const usualShape: Shape = {
  scale: 1,
  points: null,
  words: null,
  focus: [],
  without: [],
  onlyFrom: [],
  simple: false,
  headline: null,
  headlineShort: false,
  onlyParts: [],
  dropParts: [],
};

const scales = { shorter: 0.5, longer: 1.8, least: 0.2, most: 4 } as const;

/** Adds up wishes, oldest first; a later wish about the same thing replaces the earlier one. */
export const shapeOf = (asked: readonly Asked[]): Shape => asked.reduce(take, usualShape);

function take(shape: Shape, { wish }: Asked): Shape {
  switch (wish.type) {
    case "shorter":
      return { ...scaled(shape, scales.shorter) };
    case "longer":
      return { ...scaled(shape, scales.longer) };
    case "points":
      return { ...shape, points: wish.count, words: null };
    case "words":
      return { ...shape, words: wish.count, points: null };
    case "focus":
      return {
        ...shape,
        focus: [...shape.focus, wish.on],
        without: without(shape.without, wish.on),
      };
    case "without":
      return {
        ...shape,
        without: [...shape.without, wish.on],
        focus: without(shape.focus, wish.on),
      };
    case "only from":
      return { ...shape, onlyFrom: [wish.on] };
    case "simpler":
      return { ...shape, simple: true };
    case "headline":
      return wish.text === null
        ? { ...shape, headlineShort: true }
        : { ...shape, headline: wish.text };
    case "parts":
      return wish.drop
        ? { ...shape, dropParts: [...shape.dropParts, ...wish.parts] }
        : { ...shape, onlyParts: wish.parts };
    case "more sources":
    case "other sources":
      return { ...shape, onlyFrom: [] };
    case "link":
    case "request":
    case "cannot":
    case "unclear":
      return shape;
  }
}

/** Shorter and longer also change a number of points or words that was asked for before. */
function scaled(shape: Shape, by: number): Shape {
  const times = (value: number | null): number | null =>
    value && Math.max(1, Math.round(value * by));
  const scale = Math.min(scales.most, Math.max(scales.least, shape.scale * by));
  return { ...shape, scale, points: times(shape.points), words: times(shape.words) };
}

const without = (list: readonly string[], item: string): string[] =>
  list.filter((other) => other.toLowerCase() !== item.toLowerCase());
