import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";

import { clientOf } from "./ask.ts";
import { faults, type Fault } from "./fault.ts";
import { startModel, type Model } from "./server.ts";

const answer = "The database is slow, and that is all there is to say about it.";
const start = (seed = 1) =>
  startModel({ seed, brain: () => ({ content: [{ type: "text", text: answer }] }) });

const body = (content = "Why?") => ({
  model: "claude-haiku-4-5",
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content }],
});

const create = (model: Model, content?: string) => clientOf(model).messages.create(body(content));
const stream = (model: Model, content?: string) => clientOf(model).messages.stream(body(content));
const lastOf = (model: Model) => model.ledger.at(-1);

/** What a promise is rejected with; an error if it is not. */
async function thrown(promise: Promise<unknown>): Promise<unknown> {
  const [settled] = await Promise.allSettled([promise]);
  if (settled?.status === "rejected") return settled.reason;
  throw new Error("nothing was thrown");
}

const statuses: readonly [string, Fault, number, string][] = [
  ["no credit", faults.noCredit(), 400, "invalid_request_error"],
  ["a refused key", faults.unauthorized(), 401, "authentication_error"],
  ["a bill", faults.billing(), 402, "billing_error"],
  ["a forbidden model", faults.forbidden(), 403, "permission_error"],
  ["a model that is gone", faults.noSuchModel("claude-haiku-4-5"), 404, "not_found_error"],
  ["too large a request", faults.tooLarge(), 413, "request_too_large"],
  ["too many requests", faults.rateLimited(7), 429, "rate_limit_error"],
  ["an internal error", faults.internal(), 500, "api_error"],
  ["a time-out", faults.timedOut(), 504, "timeout_error"],
  ["too much to do", faults.overloaded(), 529, "overloaded_error"],
];

test.each(statuses)(
  "%s comes once, as an error that costs nothing",
  async (_, fault, status, type) => {
    await using model = await start();
    model.fail("next", fault);

    for (const call of [create, (to: Model) => stream(to).finalMessage()]) {
      const error = await thrown(call(model));
      expect(error).toBeInstanceOf(Anthropic.APIError);
      expect(error).toMatchObject({ status, type, requestID: expect.stringMatching(/^req_/) });
      expect(lastOf(model)).toMatchObject({ outcome: "error", status, dollars: 0, usage: null });
      expect((await create(model)).stop_reason).toBe("end_turn");
      model.fail("next", fault);
    }
  },
);

test("a 429 says when to come again, and a limit of money says that it is one", async () => {
  await using model = await start();
  model.fail("next", faults.rateLimited(7));
  const limited = await thrown(create(model));
  if (!(limited instanceof Anthropic.RateLimitError))
    throw new Error("no rate limit", { cause: limited });
  expect(limited.headers.get("retry-after")).toBe("7");
  expect(limited.errorCode).toBeNull();
  model.fail("next", faults.spendLimit());
  expect(await thrown(create(model))).toMatchObject({
    status: 429,
    errorCode: "enforced_spend_limit_reached",
  });
});

test("an overload in the middle of a stream is an error event, and what was sent is billed", async () => {
  await using model = await start();
  model.fail("next", faults.overloadedMidStream(4));
  const error = await thrown(stream(model).finalMessage());
  expect(error).toMatchObject({ status: undefined, type: "overloaded_error" });
  expect(lastOf(model)).toMatchObject({ outcome: "error", status: 200, stopReason: null });
  expect(lastOf(model)?.usage?.output_tokens).toBeLessThan(answer.length / 4);
  expect(model.bill().lost).toBeGreaterThan(0);
});

test("a stream that is cut, or that ends early, is no message", async () => {
  await using model = await start();
  model.fail("next", faults.cut(4));
  expect(await thrown(stream(model).finalMessage())).toMatchObject({ message: "terminated" });
  model.fail("next", faults.endEarly(4));
  expect(await thrown(stream(model).finalMessage())).toMatchObject({
    message: expect.stringContaining("stream ended without producing a Message"),
  });
  model.fail("next", faults.cut(0));
  expect(await thrown(create(model))).toBeInstanceOf(Error);
  expect(model.ledger.map(({ outcome }) => outcome)).toEqual(["cut", "cut", "cut"]);
});

test("an answer that is lost is billed in full, and the same request again is seen as repeated", async () => {
  await using model = await start();
  model.fail("next", faults.lost());
  expect(await thrown(create(model))).toBeInstanceOf(Anthropic.APIConnectionError);
  const message = await create(model);

  expect(lastOf(model)?.usage).toEqual(message.usage);
  const bill = model.bill();
  expect(bill).toMatchObject({ calls: 2, repeated: 1 });
  expect(bill.lost).toBeCloseTo(bill.dollars / 2, 12);
});

const silences: readonly [string, Parameters<typeof faults.silent>[0], boolean][] = [
  ["from the beginning", "nothing", false],
  ["after the headers", "headers", true],
  ["after some events", 3, true],
];

test.each(silences)("silence %s lasts until the caller hangs up", async (_, after, connects) => {
  await using model = await start();
  const { struck } = model.fail("next", faults.silent(after));
  const silent = stream(model);
  const end = thrown(silent.finalMessage());
  let connected = false;
  silent.on("connect", () => (connected = true));
  await struck;
  if (connects) await silent.emitted("connect");
  if (after === 3) await silent.emitted("streamEvent");

  silent.abort();

  expect(await end).toBeInstanceOf(Anthropic.APIUserAbortError);
  await model.settled();
  expect(connected).toBe(connects);
  const status = connects ? 200 : 0;
  expect(lastOf(model)).toMatchObject({ outcome: "cut", stopReason: null, status });
  expect(model.bill().dollars > 0).toBe(connects);
});

test("a slow answer comes event by event, with pings between", async () => {
  await using model = await start();
  model.fail("next", faults.slow(20, 8));
  const response = await clientOf(model)
    .messages.create({ ...body(), stream: true })
    .asResponse();
  const names = [...(await response.text()).matchAll(/^event: (.+)$/gm)].map(([, name]) => name);
  expect(names.filter((name) => name === "ping").length).toBeGreaterThan(names.length / 2);
  expect(names.at(-1)).toBe("message_stop");
});

test("a caller that hangs up in the middle is noted as cut", async () => {
  await using model = await start();
  model.fail("next", faults.slow(50));
  const slow = stream(model);
  const end = thrown(slow.finalMessage());
  await slow.emitted("streamEvent");
  slow.abort();
  await end;
  await model.settled();
  expect(lastOf(model)).toMatchObject({ outcome: "cut", status: 200 });
});

test("a refusal has its category, and is a message all the same", async () => {
  await using model = await start();
  model.fail("next", faults.refusal("cyber", "This could do harm."), 2);
  const expected = {
    stop_reason: "refusal",
    stop_details: { type: "refusal", category: "cyber", explanation: "This could do harm." },
    content: [],
  };
  expect(await create(model)).toMatchObject(expected);
  expect(await stream(model).finalMessage()).toMatchObject(expected);
  expect(lastOf(model)?.outcome).toBe("refused");
});

test("a turn may be paused, cut at max_tokens, or end with the context", async () => {
  await using model = await start();
  model.fail("next", faults.pauseTurn());
  expect(await create(model)).toMatchObject({ stop_reason: "pause_turn", stop_details: null });
  model.fail("next", faults.maxTokens(3));
  const short = await stream(model).finalMessage();
  expect(short).toMatchObject({ stop_reason: "max_tokens", usage: { output_tokens: 3 } });
  expect(short.content).toMatchObject([{ text: answer.slice(0, 12) }]);
  model.fail("next", faults.contextExceeded());
  expect((await create(model)).stop_reason).toBe("model_context_window_exceeded");
});

test("a fault strikes those calls that it is for, as often as it was ordered", async () => {
  await using model = await start();
  const order = model.fail(
    ({ messages }) => JSON.stringify(messages).includes("cursed"),
    faults.overloaded(),
    2,
  );
  const outcomes = [];
  for (const content of ["cursed", "fine", "cursed", "cursed"]) {
    const [settled] = await Promise.allSettled([create(model, content)]);
    outcomes.push(settled?.status);
  }
  expect(outcomes).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
  expect(order.left()).toBe(0);
});

/** Which of sixteen calls are answered, when each fails by chance. */
async function luckOf(seed: number): Promise<string> {
  await using model = await start(seed);
  model.fail({ chance: 0.5 }, faults.internal(), Infinity);
  const outcomes = [];
  for (let n = 0; n < 16; n += 1) {
    const [settled] = await Promise.allSettled([create(model)]);
    outcomes.push(settled?.status === "fulfilled" ? 1 : 0);
  }
  return outcomes.join("");
}

test("chance follows from the seed", async () => {
  const first = await luckOf(7);
  expect(first).toMatch(/0.*1|1.*0/);
  expect(await luckOf(7)).toBe(first);
  expect(await luckOf(8)).not.toBe(first);
});
