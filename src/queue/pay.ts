import type { Limits } from "../domain/budget.ts";
import { FencedError } from "../errors.ts";
import { reach } from "../points.ts";
import { type Database, isConnectionLost } from "../store/database.ts";
import { type Fence, isStanding } from "../store/fence.ts";
import { findPaid } from "../store/reservations.ts";
import { type Ending, settle, type Settled } from "../store/settlements.ts";
import { defer, type Later } from "./defer.ts";
import {
  type Answer,
  answerOf,
  begin,
  type Begun,
  type Call,
  checked,
  isAmount,
  type Paid,
} from "./intent.ts";
import { patiently } from "./patiently.ts";

/** A right that was confirmed longer ago than this may be lost by now: a machine can stand still between two lines. In milliseconds. */
const confirmedForMs = 2_000;

/**
 * Makes paid calls of one part of a run, each once. Before the call the most that it can cost is kept aside, in one commit
 * with the intent; after it, what it did cost is booked in one commit with the answer. Money is booked whatever has become of
 * the run; an answer counts only while the run is ours, and one whose price cannot be told (some servers do not count) is
 * booked at its worst. Throws BudgetError where a call does not fit, and makes none. With `later`, calls that may be answered
 * later are put in there, and DeferredError is thrown.
 */
export function payIn(db: Database, fence: Fence, limits: Limits, later?: Later) {
  const underWay = new Map<string, Promise<Answer>>();
  return async (call: Call): Promise<Answer> => {
    // What one part asks twice at the same time is one question: the second would take the first for lost, and pay beside it.
    const key = `${call.hash} ${call.name}`;
    const known = underWay.get(key);
    if (known !== undefined) return await known;
    const answer = payOnce(db, fence, limits, call, later).finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return await answer;
  };
}

async function payOnce(
  db: Database,
  fence: Fence,
  limits: Limits,
  call: Call,
  later: Later | undefined,
): Promise<Answer> {
  const known = later && (await defer(db, fence, limits, call, later));
  if (known !== undefined) return known;
  const asked = performance.now();
  const begun = await begin(db, fence, limits, call);
  if ("output" in begun) return begun;
  reach("step-begun");
  const end = (ending: Ending) => settle(db, fence, ending);
  // Whoever stood still since would pay for what others have done meanwhile.
  if (performance.now() - asked > confirmedForMs && !(await isStanding(db, fence))) {
    await end({ ...begun, how: "unpaid" });
    throw new FencedError(`${call.name} was lost before it began`);
  }
  const paid = await make(call, begun, end);
  reach("step-worked");
  const answer = await book(db, fence, call, {
    ...begun,
    how: "paid",
    costUsd: isAmount(paid.usd) ? checked(paid.usd) : checked(call.worstUsd),
    output: paid.output,
    usage: paid.usage,
    requestId: paid.requestId,
    taskLimitUsd: limits.task,
  });
  reach("step-finished");
  return answer;
}

/** Makes the call. One that fails may have been paid for, unless it certainly was not. */
async function make(
  { work, isUnpaid, mostUsd }: Call,
  begun: Begun,
  end: (ending: Ending) => Promise<unknown>,
): Promise<Paid> {
  try {
    return await work();
  } catch (error) {
    // Where the database is away as well, what was kept aside stays so, and whoever comes next books it.
    const most = mostUsd?.();
    const known = most !== undefined && isAmount(most);
    const maybe = { how: "maybe", ...(known && { costUsd: checked(most) }) } as const;
    const ended = isUnpaid(error) ? ({ how: "unpaid" } as const) : maybe;
    await end({ ...begun, ...ended }).catch((failure: unknown) => {
      if (!isConnectionLost(failure)) throw failure;
    });
    throw error;
  }
}

/** Stores an answer with what it cost. The answer that counts may be another part's, which was first. */
async function book(
  db: Database,
  fence: Fence,
  call: Call,
  ending: Extract<Ending, { how: "paid" }>,
): Promise<Answer> {
  const settled = await patiently(
    () => settle(db, fence, ending),
    () => findSettled(db, fence, ending),
  );
  if (settled.stored) return { output: ending.output, budgetGone: settled.budgetGone ?? 0 };
  if (!settled.standing) throw new FencedError(`${call.name} was answered too late`);
  const theirs = answerOf(await findPaid(db, fence, call.name), call);
  if (theirs === undefined) throw new Error(`step ${call.name} was neither ours nor theirs`);
  return theirs;
}

/** A commit may have come through although its echo was lost. Undefined where it has not: the money is still kept aside. */
async function findSettled(
  db: Database,
  fence: Fence,
  { name, attempt, reservedUsd, output }: Extract<Ending, { how: "paid" }>,
): Promise<Settled | undefined> {
  const { standing, budgetGone, ...known } = await findPaid(db, fence, name);
  const stored = known.status === "done" && known.output === output;
  const open = known.attempt === attempt && Number(known.reservedUsd) === Number(reservedUsd);
  return open && !stored ? undefined : { standing, stored, budgetGone };
}
