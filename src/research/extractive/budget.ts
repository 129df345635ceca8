import type { Budget } from "./pick.ts";
import type { Shape } from "./shape.ts";

/** Usual room for the main points, and how much a part beside them may hold. */
const usual = { words: 110, points: 5, beside: 4 } as const;

/** A short conversation needs fewer points: about one for this many sentences. */
const sentencesPerPoint = 4;

/** What share of a number of words may go to the parts beside the main points. */
const besideShare = 0.45;

/** Picking may go beyond a number of words by this factor; a number that was asked for is a limit. */
const overshoot = 1.15;

/** Room for a draft: for the main points, and for each part beside them (decisions, tasks…). */
export type Room = {
  readonly points: Budget;
  readonly beside: number;
  /** Statements and words in all; Infinity where nobody asked for a number. */
  readonly total: Budget;
};

/** Turns the wanted shape into room, for a text of that many sentences. */
export function roomFor(shape: Shape, sentences: number, points: number = usual.points): Room {
  const { scale } = shape;
  const total = {
    words: (shape.words ?? Infinity) / overshoot,
    sentences: shape.points ?? Infinity,
  };
  const natural = Math.max(3, Math.min(points, Math.ceil(sentences / sentencesPerPoint)));
  return {
    points: {
      words: Math.min(total.words, (usual.words * scale * points) / usual.points),
      sentences: Math.max(1, Math.min(total.sentences, Math.round(natural * scale))),
    },
    beside: Math.max(1, Math.round(usual.beside * scale)),
    total,
  };
}

/** With a number asked for, the main points get what the parts beside them leave, and at least about half. */
export function roomBeside({ total }: Room): Budget {
  return {
    words: total.words * besideShare,
    sentences: Number.isFinite(total.sentences) ? Math.floor(total.sentences / 2) : Infinity,
  };
}
