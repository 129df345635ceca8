/** `full` is what the figures in the README come from; `short` is what every run of the tests can afford. */
export type Size = "full" | "short";

export type Given = {
  readonly size: Size;
  /** Every choice that a trial leaves to chance follows from this number; the same seed makes the same choices. */
  readonly seed: number;
  /** False: the guard that the trial is about is taken away, and the trial must then fail. */
  readonly guarded: boolean;
  /** Says how far it is; shown while a long trial runs. */
  readonly say: (line: string) => void;
};

export type Outcome = {
  /** What was counted, in a few words: `520 kills, 0 lost, 0 duplicates`. */
  readonly measured: string;
  /** Whether the target was reached. */
  readonly met: boolean;
};

/** One line of the scorecard: something is broken on purpose, and what people then see is counted. */
export type Trial = {
  /** As `npm run faults <name>` takes it. */
  readonly name: string;
  readonly figure: string;
  readonly target: string;
  run(given: Given): Promise<Outcome>;
};
