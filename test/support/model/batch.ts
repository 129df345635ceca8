import type Anthropic from "@anthropic-ai/sdk";

import { admit, callOf } from "./admit.ts";
import { messageOf } from "./answer.ts";
import { bookOf, hashOf } from "./book.ts";
import type { Exchange } from "./exchange.ts";
import { ApiFailure, failureBody, invalid, type FailureFacts } from "./failure.ts";
import type { House } from "./house.ts";
import { asFailure, rememberAnswer, workOut } from "./play.ts";
import { parseRequest } from "./request.ts";

type Result = Anthropic.Messages.MessageBatchResult;

/** One request of a batch. */
export type Item = { readonly custom_id: string; readonly params: Record<string, unknown> };

/** What its requests have from the call that made the batch. */
export type Visit = Pick<Exchange, "betas" | "requestId">;

/** Answers one request of a batch. Of the faults only a status and another ending can happen to it. */
export async function resultOf(house: House, item: Item, visit: Visit): Promise<Result> {
  const { signal } = house.closing;
  const facts = {
    number: house.count(),
    requestId: visit.requestId,
    hash: hashOf(item.params),
    batch: true,
    signal,
  };
  const book = bookOf(house, facts, item.params);
  try {
    if (item.params["stream"] === true) throw invalid("stream: not permitted in a batch");
    const request = parseRequest(item.params);
    const admitted = admit(house, request, visit);
    const call = callOf(admitted, facts);
    const fault = house.script.take(request, call);
    if (fault?.kind === "status") throw new ApiFailure(fault);
    const { answer, cache } = await workOut(house, admitted, call, fault);
    cache.begin();
    rememberAnswer(house, admitted, answer);
    book({ outcome: "whole", status: 200 }, { call, answer });
    const message = messageOf(answer, { id: house.nextId("msg"), model: request.model });
    return { type: "succeeded", message };
  } catch (failure) {
    const refused = asFailure(failure);
    book(refused);
    return { type: "errored", error: erroredBody(refused, visit.requestId) };
  }
}

/** The library's types do not know `request_too_large`, which no request of a batch can be. */
function erroredBody(facts: FailureFacts, requestId: string): Anthropic.ErrorResponse {
  const { type } = facts;
  const known = type === "request_too_large" ? "invalid_request_error" : type;
  const { error, ...rest } = failureBody(facts, requestId);
  return { ...rest, error: { ...error, type: known } };
}
