/** Slack said no: `code` is its own word, e.g. `not_in_channel`. Nothing happened. */
export class SlackRefusal extends Error {
  override readonly name = "SlackRefusal";
  readonly code: string;

  constructor(method: string, code: string) {
    super(`${method}: ${code}`);
    this.code = code;
  }
}

/** No answer, or one that does not say whether it was done: it may have happened, and must be looked for. */
export class SlackAmbiguous extends Error {
  override readonly name = "SlackAmbiguous";
}
