import { createHash } from "node:crypto";
import type { Limits } from "../domain/budget.ts";
import { DeferredError, FencedError } from "../errors.ts";
import { reach } from "../points.ts";
import type { Sent } from "../store/batches.ts";
import { type Database, isConnectionLost } from "../store/database.ts";
import { type Fence, isStanding } from "../store/fence.ts";
import { findPaid } from "../store/reservations.ts";
import { settle } from "../store/settlements.ts";
import { type Answer, begin, type Begun, type Call } from "./intent.ts";
import { patiently } from "./patiently.ts";

/** Calls that wait to be sent together, by name: their money is kept aside already. */
export type Later = Map<string, Begun & { readonly request: object }>;

/** Whoever sends calls together. */
export type Sender = {
  /** Answers with the batch's id; null where the endpoint takes no such batch, and nothing was sent. */
  readonly send: (
    calls: readonly { readonly id: string; readonly request: object }[],
    signal: AbortSignal,
  ) => Promise<string | null>;
  readonly isUnpaid: (error: unknown) => boolean;
};

/**
 * Puts a call among those that are sent together, or finds the answer that is there; undefined where it is to be made at once.
 * Throws DeferredError for one that waits, and BudgetError as if it were made.
 */
export async function defer(
  db: Database,
  fence: Fence,
  limits: Limits,
  call: Call,
  later: Later,
): Promise<Answer | undefined> {
  const { name, batch } = call;
  if (batch === undefined) return undefined;
  // Taken up here before; the database would take it for somebody else's, and lost.
  if (later.has(name)) throw new DeferredError(`${name} waits already`);
  if ((await findPaid(db, fence, name)).isLive) return undefined;
  const begun = await begin(db, fence, limits, { ...call, worstUsd: batch.worstUsd });
  if ("output" in begun) return begun;
  reach("step-begun");
  later.set(name, { ...begun, request: batch.request });
  throw new DeferredError(`${name} waits for a batch`);
}

/** Of calls that were never sent nothing was paid. */
export async function giveBack(db: Database, fence: Fence, later: Later): Promise<void> {
  await endAll(db, fence, later, { how: "unpaid" });
}

/**
 * Sends all calls that wait, and has `store` write down at once where they are. Who dies in between leaves calls that were
 * begun and never ended: they are booked at their worst, and asked again. False where the endpoint takes no batch: from now on
 * these are made at once.
 */
export async function sendOff(
  db: Database,
  fence: Fence,
  later: Later,
  { send, isUnpaid }: Sender,
  signal: AbortSignal,
  store: (id: string, sent: readonly Sent[]) => Promise<void>,
): Promise<boolean> {
  if (signal.aborted || !(await isStanding(db, fence))) {
    await giveBack(db, fence, later);
    throw new FencedError(`${fence.part} was lost before its calls were sent`);
  }
  const calls = [...later.values()].map((each) => ({ ...each, call: inBatch(each.name) }));
  const requests = calls.map(({ call, request }) => ({ id: call, request }));
  const id = await send(requests, signal).catch(async (error: unknown) => {
    await endAll(db, fence, later, { how: isUnpaid(error) ? "unpaid" : "maybe" });
    throw error;
  });
  if (id === null) {
    await endAll(db, fence, later, { how: "unpaid", isLive: true });
    return false;
  }
  reach("step-worked");
  const sent = calls.map(({ name, attempt, call }) => ({ name, attempt, call }));
  await patiently(
    () => store(id, sent),
    async () => undefined,
  );
  reach("step-finished");
  return true;
}

/** A name that an endpoint takes: letters and digits, at most 64. */
const inBatch = (name: string): string => createHash("sha256").update(name).digest("hex");

/** Where the database is away as well, what was kept aside stays so, and whoever comes next books it. */
async function endAll(
  db: Database,
  fence: Fence,
  later: Later,
  how: { readonly how: "unpaid" | "maybe"; readonly isLive?: boolean },
): Promise<void> {
  for (const { name, attempt, reservedUsd } of later.values()) {
    try {
      await settle(db, fence, { name, attempt, reservedUsd, ...how });
    } catch (failure) {
      if (!isConnectionLost(failure)) throw failure;
    }
  }
  later.clear();
}
