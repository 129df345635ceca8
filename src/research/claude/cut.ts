import type Anthropic from "@anthropic-ai/sdk";

/** What had arrived of an answer when it was cut. */
export type Begun = {
  /** As its first event told it: what was read is counted, what was written only so far. Null where nothing came. */
  readonly usage: Anthropic.Usage | null;
  readonly requestId: string | null;
};

/** An answer that began, or may have begun, and did not come to its end. It may be paid for; asking again may be, too. */
export class CutAnswerError extends Error {
  override readonly name = "CutAnswerError";
  readonly how: "silent" | "broken";
  readonly begun: Begun;

  constructor(how: CutAnswerError["how"], begun: Begun, options?: ErrorOptions) {
    super(how === "silent" ? "the answer went silent" : "the answer broke off", options);
    this.how = how;
    this.begun = begun;
  }
}
