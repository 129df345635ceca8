import type { Trial } from "./trial.ts";

/** The scorecard, in the order in which it is shown. */
export const trials: readonly Trial[] = [];
