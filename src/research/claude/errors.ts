import { APIConnectionError, APIError } from "@anthropic-ai/sdk";
import { AccountError, PermanentError, RateLimitedError, UnansweredError } from "../../errors.ts";
import { CutAnswerError } from "./cut.ts";
import { waitOf } from "./wait.ts";

/** Who is named on the card, and in the words for a person. */
export const service = "Claude";

export type Understanding = {
  readonly model: string;
  readonly chance: () => number;
  readonly now: () => Date;
};

/**
 * Turns what a model call threw into what the house understands, with the original as its cause. What is no error of the
 * service (a fallen fence, a stop, a mistake of ours) passes through.
 */
export function understand(error: unknown, about: Understanding): unknown {
  if (error instanceof CutAnswerError) return unanswered(error);
  if (!(error instanceof APIError)) return error;
  const { status, type, errorCode } = error;
  if (status === 402 || type === "billing_error" || isSpendLimit(error)) return spent(error);
  if (status === 429 || type === "rate_limit_error" || errorCode === "ramp_limit_exceeded") {
    return new RateLimitedError(service, waitOf(error, about), { cause: error });
  }
  if (status === 529 || type === "overloaded_error") {
    return new RateLimitedError(service, waitOf(error, about), { cause: error });
  }
  return account(error, about) ?? permanent(error) ?? unanswered(error);
}

/** True where nothing can have been paid: the service refused before it began, or nobody was there at all. */
export function isUnpaid(error: unknown): boolean {
  const cause = isHouseError(error) ? error.cause : error;
  if (!(cause instanceof APIError)) return false;
  const { status } = cause;
  // In the middle of a stream there is no status; and behind a 5xx the work may have been done.
  if (status !== undefined) return status < 500 ? status !== 408 && status !== 499 : status === 529;
  return cause instanceof APIConnectionError && neverConnected(cause);
}

const isHouseError = (error: unknown): error is Error =>
  error instanceof PermanentError ||
  error instanceof RateLimitedError ||
  error instanceof UnansweredError;

/** What an operator may read of an error: no text that people wrote. */
export function describe(error: unknown): Record<string, string | number> {
  const cause = isHouseError(error) ? error.cause : error;
  if (cause instanceof CutAnswerError) {
    return { error: cause.how, request: cause.begun.requestId ?? "none" };
  }
  if (!(cause instanceof APIError)) return { error: nameOf(cause) };
  return {
    error: cause.type ?? cause.name,
    ...(cause.status !== undefined && { status: cause.status }),
    ...(cause.errorCode !== null && { code: cause.errorCode }),
    request: cause.requestID ?? "none",
  };
}

const nameOf = (value: unknown): string => (value instanceof Error ? value.name : "a thrown value");

/** These come as a 429 or a 400, but waiting does not lift them. */
const isSpendLimit = ({ errorCode, apiMessage }: APIError): boolean =>
  errorCode === "enforced_spend_limit_reached" ||
  errorCode === "contract_spend_limit_reached" ||
  // Has no code of its own.
  /credit balance is too low/i.test(apiMessage ?? "");

const spent = (cause: APIError): AccountError =>
  new AccountError(
    "Claude gives our account no more for now: its spending limit is reached. An admin has to raise it.",
    `Raise the spending limit, or pay, where ANTHROPIC_BASE_URL leads (request ${requestOf(cause)}).`,
    { cause },
  );

/** What only somebody with access to the account can mend. */
function account(cause: APIError, { model }: Understanding): AccountError | undefined {
  const [why, what] = accountWords(cause.status, model) ?? [];
  if (why === undefined || what === undefined) return undefined;
  return new AccountError(`${why} An admin has to ${what}.`, `${why} Please ${what}.`, { cause });
}

function accountWords(
  status: number | undefined,
  model: string,
): readonly [string, string] | undefined {
  const models = "LEGWORK_MODEL or LEGWORK_SMALL_MODEL";
  const key = "ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN";
  if (status === 401) return ["Claude did not accept our key.", `check ${key}`];
  if (status === 403) {
    return [`Our key may not use the model ${model}.`, `allow it, or choose another in ${models}`];
  }
  return status === 404
    ? [`There is no model ${model} where we ask.`, `choose another in ${models}`]
    : undefined;
}

function permanent(cause: APIError): PermanentError | undefined {
  const { status, apiMessage } = cause;
  if (status === 413 || (status === 400 && /prompt is too long/i.test(apiMessage ?? ""))) {
    const words =
      "There was more to read than Claude takes at once. Ask about less of it, or in parts.";
    return new PermanentError(words, { cause });
  }
  if (status === 400 || status === 422) {
    const words = `Claude could not read what I sent it. That is a fault of mine; for the operator: request ${requestOf(cause)}.`;
    return new PermanentError(words, { cause });
  }
  return undefined;
}

/** Worth trying again. The words are said where that does not help. */
function unanswered(cause: APIError | CutAnswerError): UnansweredError {
  return new UnansweredError(`${whyUnanswered(cause)} I tried several times.`, { cause });
}

function whyUnanswered(cause: APIError | CutAnswerError): string {
  if (cause instanceof CutAnswerError) {
    if (cause.how === "broken") return "Claude's answers broke off.";
    return cause.begun.usage === null
      ? "Claude was asked and did not answer."
      : "Claude began to answer and then said nothing more.";
  }
  if (cause instanceof APIConnectionError) {
    return neverConnected(cause)
      ? "Claude could not be reached."
      : "The connection to Claude broke.";
  }
  return `Claude had trouble of its own (error ${cause.status ?? cause.type ?? "without a name"}).`;
}

const requestOf = ({ requestID }: APIError): string => requestID ?? "without a number";

/** Refused or not found: the request did not leave. A connection that broke later may have carried it. */
function neverConnected(error: Error): boolean {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    const code = "code" in cause ? String(cause.code) : "";
    if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code)) return true;
    cause = cause.cause;
  }
  return false;
}
