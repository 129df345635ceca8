import { expect, test } from "vitest";
import { openClient } from "../../../src/research/claude/client.ts";
import { CutAnswerError } from "../../../src/research/claude/cut.ts";
import { describe, isUnpaid, understand } from "../../../src/research/claude/errors.ts";
import { type Fault, faults } from "../../support/model/fault.ts";
import { startModel } from "../../support/model/server.ts";
import { about, brain, causeOf, meet, params } from "./meet.ts";

test("what had come of an answer that broke off is kept: what was read is known", async () => {
  const { error } = await meet(faults.cut(4));
  expect(causeOf(error)).toBeInstanceOf(CutAnswerError);
  expect(causeOf(error)).toMatchObject({
    how: "broken",
    begun: {
      usage: { input_tokens: expect.any(Number) },
      requestId: expect.stringMatching(/^req_/),
    },
  });
  expect(describe(error)).toEqual({ error: "broken", request: expect.stringMatching(/^req_/) });
  const early = await meet(faults.endEarly(4));
  expect(causeOf(early.error)).toMatchObject({
    begun: { usage: { input_tokens: expect.any(Number) } },
  });
});

test("pings are no answer: a stream of nothing else is given up", async () => {
  const fault: Fault = { kind: "silence", after: "headers", pingEveryMs: 20 };
  const { error } = await meet(fault, { idleMs: 300 });
  expect(causeOf(error)).toMatchObject({ name: "CutAnswerError", how: "silent" });
});

test("a slow answer is no silent one", async () => {
  const { error } = await meet(faults.slow(15), { idleMs: 600 });
  expect(error).toMatchObject({ message: "answered end_turn" });
});

test("our own stop is told apart from a silence, and thrown as it is", async () => {
  const stop = new AbortController();
  const reason = new Error("stopped by a person");
  const met = meet(faults.silent(2), { idleMs: 10_000, signal: stop.signal });
  setTimeout(() => stop.abort(reason), 50);
  expect((await met).error).toBe(reason);
});

test("nobody there is nothing paid", async () => {
  const model = await startModel({ brain });
  const { url, apiKey } = model;
  await model[Symbol.asyncDispose]();
  const client = openClient(
    { apiKey, authToken: undefined, baseUrl: url, oldHeaders: false },
    { idleMs: 1_000 },
  );
  const { signal } = new AbortController();
  const error: unknown = await client.send(params, { signal }).catch((thrown: unknown) => thrown);
  const understood = understand(error, about);
  expect(understood).toMatchObject({
    name: "UnansweredError",
    message: "Claude could not be reached. I tried several times.",
  });
  expect(isUnpaid(understood)).toBe(true);
});

const doors: readonly [string, object][] = [
  ["a key", { apiKey: "k-1", authToken: undefined, oldHeaders: false }],
  ["a token", { apiKey: undefined, authToken: "k-1", oldHeaders: false }],
  ["a key in the old header", { apiKey: "k-1", authToken: undefined, oldHeaders: true }],
];

test.each(doors)("%s lets us in", async (_, how) => {
  await using model = await startModel({ brain, apiKey: "k-1" });
  const access = { apiKey: undefined, authToken: undefined, oldHeaders: false, ...how };
  const client = openClient({ ...access, baseUrl: model.url });
  const { message } = await client.send(params, { signal: new AbortController().signal });
  expect(message.stop_reason).toBe("end_turn");
  const [seen] = model.requests;
  expect(seen?.headers["x-api-key"]).toBe(access.oldHeaders ? "k-1" : undefined);
  expect(seen?.headers["anthropic-version"]).toBe(access.oldHeaders ? "2023-06-01" : "2026-10-21");
});
