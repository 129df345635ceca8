import { admit, callOf, type Admitted } from "./admit.ts";
import { answerOf, messageOf, type Answer } from "./answer.ts";
import { bookOf, hashOf, type Book } from "./book.ts";
import type { CacheUse } from "./cache.ts";
import type { Call } from "./call.ts";
import { eventsOf } from "./events.ts";
import { ApiFailure, type FailureFacts } from "./failure.ts";
import type { Fault } from "./fault.ts";
import type { House } from "./house.ts";
import type { Exchange } from "./exchange.ts";
import { priceOf } from "./ledger.ts";
import type { Pace } from "./reply.ts";
import { parseRequest } from "./request.ts";
import { sendFailure, sendStream, sendWhole } from "./send.ts";
import { hold } from "./wait.ts";

/** Plays one call of `POST /v1/messages` from its body to its line in the ledger. */
export async function playMessages(house: House, exchange: Exchange): Promise<void> {
  const facts = factsOf(house, exchange);
  const book = bookOf(house, facts, exchange.body);
  try {
    const request = parseRequest(exchange.body);
    const { requestId, headers } = exchange;
    house.see({ requestId, request, headers });
    const admitted = admit(house, request, exchange);
    const call = callOf(admitted, facts);
    const fault = house.script.take(request, call);
    await play(house, exchange, { admitted, call, fault, book });
  } catch (failure) {
    const refused = asFailure(failure);
    book(refused);
    sendFailure(exchange, refused);
  }
}

type Playing = {
  readonly admitted: Admitted;
  readonly call: Call;
  readonly fault: Fault | undefined;
  readonly book: Book;
};

async function play(house: House, exchange: Exchange, playing: Playing): Promise<void> {
  const { admitted, call, fault, book } = playing;
  const { request } = admitted;
  if (fault?.kind === "status") throw new ApiFailure(fault);
  if (fault?.kind === "silence" && fault.after === "nothing") {
    await hold({ ...exchange, fault: undefined });
    book({ outcome: "cut", status: 0 }, { call });
    return;
  }
  const { answer, cache, pace } = await workOut(house, admitted, call, fault);
  const about = { id: house.nextId("msg"), model: request.model };
  const line = {
    ...exchange,
    fault,
    pace,
    onBegin: cache.begin,
    onWhole: () => {
      rememberAnswer(house, admitted, answer);
      book({ outcome: "whole", status: 200 }, { call, answer });
    },
  };
  const delivery = request.stream
    ? await sendStream(line, eventsOf(answer, about))
    : await sendWhole(line, messageOf(answer, about), answer.usage.output_tokens);
  if (delivery.outcome !== "whole") book(delivery, { call, answer, tokens: delivery.tokens });
}

/** Asks the brain, and makes what it says an answer. */
export async function workOut(
  house: House,
  { request, model }: Admitted,
  call: Call,
  fault: Fault | undefined,
): Promise<{ readonly answer: Answer; readonly cache: CacheUse; readonly pace: Pace }> {
  priceOf(house.prices, request.model); // Said before anything is sent, if there is none.
  const cache = house.cache.use(request, model);
  const stop = fault?.kind === "stop" ? fault : undefined;
  const reply = await house.brain(request, call);
  const answer = answerOf(reply, request, { model, cache, stop, batch: call.batch });
  return { answer, cache, pace: fault?.kind === "slow" ? fault : (reply.pace ?? {}) };
}

export function rememberAnswer(house: House, { request, sighting }: Admitted, answer: Answer) {
  // What is sent is what may come back: parsed as it would be then, so that both have one form.
  const { messages } = parseRequest({
    model: request.model,
    max_tokens: 1,
    messages: [{ role: "assistant", content: messageOf(answer, { id: "", model: "" }).content }],
  });
  house.conversations.remember(request, messages[0]?.content ?? [], {
    conversation: sighting.conversation,
    paused: answer.stopReason === "pause_turn",
  });
}

/** Anything that is thrown becomes an answer: a failure is one, and all else is a mistake in the brain. */
export function asFailure(failure: unknown): FailureFacts {
  if (failure instanceof ApiFailure) return failure.facts;
  const reason = failure instanceof Error ? failure.message : String(failure);
  return { status: 500, type: "api_error", message: `The stand-in failed: ${reason}` };
}

const factsOf = (
  house: House,
  { requestId, body, signal }: Exchange,
): Omit<Call, "conversation"> => ({
  number: house.count(),
  requestId,
  hash: hashOf(body),
  batch: false,
  signal,
});
