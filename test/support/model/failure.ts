import type Anthropic from "@anthropic-ai/sdk";

/** `request_too_large` is what the service's pages say of a 413; the library's own list of types leaves it out. */
export type ErrorType = Anthropic.ErrorObject["type"] | "request_too_large";

export type FailureFacts = {
  readonly status: number;
  readonly type: ErrorType;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `error_code` is in here, where an error has one. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
};

/** An answer that is no message: a status, and a body in the service's error shape. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts) {
    super(facts.message);
    this.facts = facts;
  }
}

/** The answer to a request that breaks a rule: 400. */
export const invalid = (message: string): ApiFailure =>
  new ApiFailure({ status: 400, type: "invalid_request_error", message });

/** The answer to a path, a model or a batch that is not there: 404. */
export const notFound = (message: string): ApiFailure =>
  new ApiFailure({ status: 404, type: "not_found_error", message });

/** The body of every error, also of an error within a stream and of a batch's errored request. */
export const failureBody = (facts: FailureFacts, requestId: string) => ({
  type: "error" as const,
  error: {
    type: facts.type,
    message: facts.message,
    ...(facts.details ? { details: facts.details } : {}),
  },
  request_id: requestId,
});
