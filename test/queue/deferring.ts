import { defaultLimits } from "../../src/domain/budget.ts";
import type { Limits } from "../../src/domain/budget.ts";
import type { DeferredError } from "../../src/errors.ts";
import { type Later, type Sender, sendOff } from "../../src/queue/defer.ts";
import type { Call } from "../../src/queue/intent.ts";
import { payIn } from "../../src/queue/pay.ts";
import type { Database } from "../../src/store/database.ts";
import { saveBatch } from "../../src/store/batches.ts";
import type { Fence } from "../../src/store/fence.ts";

/** A call that costs $0.05, $0.20 at most, and half of that in a batch. */
export const aPatientCall = (name: string, overrides: Partial<Call> = {}): Call => ({
  name,
  hash: "h",
  model: "m",
  worstUsd: 0.2,
  share: "work",
  work: async () => ({ output: '"at once"', usd: 0.05, usage: "{}", requestId: "r" }),
  isUnpaid: () => false,
  batch: { request: { ask: name }, worstUsd: 0.1 },
  ...overrides,
});

/** A part of a run that may wait: what it asks, and what it sends in the end. */
export function deferring(db: Database, fence: Fence, limits: Partial<Limits> = {}) {
  const later: Later = new Map();
  const pay = payIn(db, fence, { ...defaultLimits, ...limits }, later);
  return {
    later,
    pay,
    /** Asks, and answers with what was thrown. */
    asked: (call: Call): Promise<DeferredError | Error | string> =>
      pay(call).then(
        ({ output }) => output,
        (error: Error) => error,
      ),
    sendOff: (send: Sender["send"], more: { isUnpaid?: boolean; hours?: number } = {}) =>
      sendOff(
        db,
        fence,
        later,
        { send, isUnpaid: () => more.isUnpaid ?? false },
        new AbortController().signal,
        (id, sent) => db.transaction((tx) => saveBatch(tx, id, fence, sent, more.hours ?? 25)),
      ),
  };
}
