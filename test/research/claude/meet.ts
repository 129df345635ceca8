import { type Answer, openClient } from "../../../src/research/claude/client.ts";
import { isUnpaid, understand } from "../../../src/research/claude/errors.ts";
import type { Fault } from "../../support/model/fault.ts";
import { startModel } from "../../support/model/server.ts";

const now = () => new Date("2026-11-24T10:00:00Z");
export const about = { model: "claude-sonnet-5-5", chance: () => 0.5, now };
export const params = {
  model: "claude-sonnet-5-5",
  max_tokens: 500,
  messages: [{ role: "user" as const, content: "Why?" }],
};
export const brain = () => ({ content: [{ type: "text" as const, text: "Because. ".repeat(40) }] });

/** What a call comes to when a fault strikes it. */
export async function meet(fault: Fault, options: { idleMs?: number; signal?: AbortSignal } = {}) {
  await using model = await startModel({ brain });
  const access = {
    apiKey: model.apiKey,
    authToken: undefined,
    baseUrl: model.url,
    oldHeaders: false,
  };
  const { idleMs = 5_000, signal = new AbortController().signal } = options;
  const client = openClient(access, { idleMs });
  model.fail("next", fault);
  const thrown: unknown = await client.send(params, { signal }).then(
    ({ message }: Answer) => new Error(`answered ${message.stop_reason}`),
    (error: unknown) => error,
  );
  await model.settled();
  const error = understand(thrown, about);
  return { error, unpaid: isUnpaid(error), calls: model.ledger.length, bill: model.bill() };
}

/** What the service itself threw. */
export const causeOf = (error: unknown): unknown =>
  error instanceof Error ? error.cause : undefined;
