import type { Limits } from "../domain/budget.ts";
import { BudgetError, DeferredError, FencedError, ReplayDivergedError } from "../errors.ts";
import type { Database } from "../store/database.ts";
import type { Fence } from "../store/fence.ts";
import { findPaid, type Known, reserve } from "../store/reservations.ts";
import { type Ending, settle } from "../store/settlements.ts";
import { noteShortage } from "../store/spending.ts";

/** One call that costs money, as whoever makes it describes it; amounts are US dollars. */
export type Call = {
  readonly name: string;
  readonly hash: string;
  readonly model: string;
  readonly worstUsd: number;
  readonly share: "work" | "finish";
  readonly work: () => Promise<Paid>;
  readonly isUnpaid: (error: unknown) => boolean;
  /** The most that a call which failed can have cost; left out, or undefined: `worstUsd`. */
  readonly mostUsd?: () => number | undefined;
  /** Where the answer may also come later, together with others and for less: what is sent then, and its worst price. */
  readonly batch?: { readonly request: object; readonly worstUsd: number } | undefined;
};
export type Paid = {
  readonly output: string;
  readonly usd: number;
  readonly usage: string;
  readonly requestId: string | null;
};
export type Answer = { readonly output: string; readonly budgetGone: number };

/** One beginning of a call: whoever made it has to end it. */
export type Begun = Pick<Ending, "name" | "attempt" | "reservedUsd">;

/** How often others may be in the way of one beginning before something must be wrong. */
const beginningsMax = 5;

/** Keeps the money aside, or finds the answer that is there. What somebody else began and never ended is booked first. */
export async function begin(
  db: Database,
  fence: Fence,
  limits: Limits,
  call: Call,
): Promise<Begun | Answer> {
  const { name, hash, model, share } = call;
  const worstUsd = checked(call.worstUsd);
  const intent = { name, hash, model, worstUsd, limits, share };
  for (let tries = 0; tries < beginningsMax; tries++) {
    const attempt = await db
      .transaction(async (tx) => {
        const accounts = await reserve(tx, fence, intent);
        const short = accounts.find(({ fits }) => !fits);
        if (short !== undefined)
          throw new BudgetError(short.scope, { ...short, neededUsd: worstUsd });
        return accounts[0]?.attempt;
      })
      .catch((error: unknown) => afterRefusal(db, fence, error));
    if (attempt !== undefined) return { name, attempt, reservedUsd: worstUsd };

    const known = await findPaid(db, fence, name);
    if (!known.standing)
      throw new FencedError(`${fence.part} of ${fence.taskId} is no longer ours`);
    const answer = answerOf(known, call);
    if (answer !== undefined) return answer;
    if (known.isOut) throw new DeferredError(`${name} is out in a batch`);
    if (known.status === "started") await settle(db, fence, { ...known, name, how: "maybe" });
  }
  throw new Error(`step ${name} was begun by others again and again`);
}

/** That a budget kept the run from going further is remembered for the person who may raise it. */
async function afterRefusal(db: Database, fence: Fence, error: unknown): Promise<never> {
  if (error instanceof BudgetError) {
    await noteShortage(db, fence, error.scope, error.neededUsd - error.leftUsd);
  }
  throw error;
}

/** Undefined for a step that is still to be answered. */
export function answerOf(
  known: Known,
  { name, hash }: Pick<Call, "name" | "hash">,
): Answer | undefined {
  if (known.status !== null && known.hash === null) {
    throw new Error(`step ${name} is remembered and paid for at once: it needs two names`);
  }
  if (known.status !== "done" || known.output === null) return undefined;
  if (known.hash !== hash) throw new ReplayDivergedError(name);
  return { output: known.output, budgetGone: known.budgetGone ?? 0 };
}

/** An amount as it is stored, to the hundred-thousandth of a cent. What is no amount would pass every limit. In US dollars. */
export function checked(usd: number): number {
  if (isAmount(usd)) return Number(usd.toFixed(7));
  throw new RangeError(`${usd} is no amount of money`);
}

/** Whether a number is an amount that can have been paid. */
export const isAmount = (usd: number): boolean => Number.isFinite(usd) && usd >= 0;
