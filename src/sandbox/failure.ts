/** A call Slack refuses: `code` is its error name, `extra` goes beside it in the answer. */
export class SlackFailure extends Error {
  override name = "SlackFailure" as const;
  readonly code: string;
  readonly extra: Record<string, unknown>;

  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** `invalid_arguments` with Slack's `[ERROR] … [json-pointer:…]` lines. */
export function invalidArguments(messages: string[]): SlackFailure {
  return new SlackFailure("invalid_arguments", {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}
