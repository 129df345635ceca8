import type { people } from "../workspace.ts";

/** One thing somebody said: who, when (day 0 or 1, time of day), what, and perhaps a file of the library. */
export type Line = {
  who: keyof typeof people;
  day: 0 | 1;
  time: `${number}:${number}`;
  text: string;
  file?: string;
  reactions?: { [name: string]: (keyof typeof people)[] };
};

/** A thread: its first line opens it, the others answer. */
export type Talk = {
  channel: "product" | "support" | "general" | "random" | "leadership";
  lines: Line[];
};
