import { createHash } from "node:crypto";

import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import type { FailureFacts } from "./failure.ts";
import type { House } from "./house.ts";
import { dollarsOf, priceOf, type Entry } from "./ledger.ts";
import type { MessageRequest } from "./request.ts";
import type { Delivery } from "./send.ts";

type Booked = {
  readonly call?: Call;
  readonly answer?: Answer;
  /** How many tokens of the answer are billed, if not all. */
  readonly tokens?: number;
};

export type Book = (
  how: Pick<Delivery, "outcome" | "status"> | FailureFacts,
  what?: Booked,
) => void;

/**
 * Writes a call's line in the ledger. What is billed: nothing for a status or for silence; the prompt and as
 * much of the answer as was sent, once the answer had begun; all of an answer that was worked out and lost.
 */
export function bookOf(
  house: House,
  facts: Omit<Call, "conversation" | "signal">,
  body: unknown,
): Book {
  const asked: Partial<MessageRequest> = Object(body);
  const { number, requestId, hash, batch } = facts;
  return (how, { call, answer, tokens } = {}) => {
    const usage = answer
      ? { ...answer.usage, output_tokens: tokens ?? answer.usage.output_tokens }
      : null;
    const model = typeof asked.model === "string" ? asked.model : "";
    house.ledger.push({
      number,
      requestId,
      hash,
      batch,
      model,
      conversation: call?.conversation ?? null,
      outcome: outcomeOf(how, answer),
      status: how.status,
      stopReason: answer && tokens === undefined ? answer.stopReason : null,
      error: "message" in how ? `${how.type}: ${how.message}` : null,
      usage,
      dollars: usage ? dollarsOf(usage, priceOf(house.prices, model), batch) : 0,
    });
  };
}

function outcomeOf(how: Parameters<Book>[0], answer: Answer | undefined): Entry["outcome"] {
  if (!("outcome" in how)) return "error";
  if (how.outcome !== "whole") return how.outcome;
  return answer?.stopReason === "refusal" ? "refused" : "answered";
}

/** Without `stream`, so that the same request has the same hash, streamed or not. */
export function hashOf(body: unknown): string {
  const { stream: _stream, ...rest } = { stream: null, ...Object(body) };
  return createHash("sha256").update(JSON.stringify(rest)).digest("hex");
}
