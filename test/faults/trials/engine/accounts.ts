import { z } from "zod";
import type { Entry } from "../../../support/model/ledger.ts";
import type { Arrival, Research } from "../../rig/research.ts";

/** What one run has paid, by our books and by the model's. US dollars. */
export type Accounts = {
  readonly calls: number;
  /** Calls that were made once more. */
  readonly repeats: number;
  /** Made once more although their answer was stored. */
  readonly rerun: readonly string[];
  /** Made once more although nobody had died since. */
  readonly idle: readonly string[];
  /** Where the books do not say what the model's do; a sentence each. */
  readonly wrong: readonly string[];
  readonly bookedUsd: number;
  /** The part of it for calls of which nobody knows whether they were paid: booked at their worst. */
  readonly maybeUsd: number;
  readonly billedUsd: number;
  /** The part of it for calls whose answer nobody stored. */
  readonly cutUsd: number;
};

const Step = z.object({
  name: z.string(),
  hash: z.string(),
  /** Milliseconds since 1970; null for one that is not finished. */
  doneAt: z.number().nullable(),
  requestId: z.string().nullable(),
  cost: z.number(),
  maybe: z.number(),
  reserved: z.number(),
  lost: z.int(),
});
type Step = z.infer<typeof Step>;

/** Sums are exact in the books; the model's are floats. In US dollars. */
const tinyUsd = 1e-6;

/** Holds the books of a run against the model's, call by call and in all. `deaths` are the moments at which workers died. */
export async function accountFor(
  { books, model, arrivals }: Research,
  deaths: readonly number[],
): Promise<Accounts> {
  await model.settled();
  const steps = await books.query(
    `select name, hash, (extract(epoch from done_at) * 1000)::float8 as "doneAt", request_id as "requestId",
       cost_usd::float8 as cost, maybe_usd::float8 as maybe, reserved_usd::float8 as reserved, lost
     from step where hash is not null`,
    Step,
  );
  const paid = model.ledger.filter(({ dollars }) => dollars > 0);
  const stored = new Set(steps.map(({ requestId }) => requestId));
  const byHash = Map.groupBy(arrivals, ({ hash }) => hash);
  return {
    calls: steps.length,
    repeats: arrivals.length - byHash.size,
    rerun: steps.flatMap((step) => rerunOf(step, byHash.get(step.hash) ?? [])),
    idle: [...byHash.values()].flatMap((same) => idleOf(same, deaths)),
    wrong: [...wrongSteps(steps, paid), ...wrongSums(steps, await readSpent(books))],
    bookedUsd: sum(steps, ({ cost }) => cost),
    maybeUsd: sum(steps, ({ maybe }) => maybe),
    billedUsd: sum(paid, ({ dollars }) => dollars),
    cutUsd: sum(
      paid.filter(({ requestId }) => !stored.has(requestId)),
      ({ dollars }) => dollars,
    ),
  };
}

const rerunOf = ({ name, doneAt }: Step, same: readonly Arrival[]): string[] =>
  same.some(({ at }) => doneAt !== null && at > Math.ceil(doneAt))
    ? [`${name} was asked again after its answer was stored`]
    : [];

/** Nobody asks the same thing twice unless whoever asked first is gone. */
const idleOf = (same: readonly Arrival[], deaths: readonly number[]): string[] =>
  same.slice(1).flatMap(({ at, hash }, n) => {
    const before = same[n]?.at ?? 0;
    return deaths.some((death) => death >= before && death <= at)
      ? []
      : [`${hash.slice(0, 8)} was asked again although nobody had died`];
  });

function wrongSteps(steps: readonly Step[], paid: readonly Entry[]): string[] {
  const known = new Set(steps.map(({ hash }) => hash));
  const strange = paid.filter(({ hash }) => !known.has(hash));
  return [
    ...strange.map(({ requestId }) => `${requestId} was paid, and no step asked for it`),
    ...steps.flatMap((step) => {
      const own = paid.filter(({ hash }) => hash === step.hash);
      const answer = own.find(({ requestId }) => requestId === step.requestId);
      const certain = step.cost - step.maybe;
      const exact = step.lost > 0 || Math.abs(certain - (answer?.dollars ?? 0)) < tinyUsd;
      const enough = step.cost + tinyUsd > sum(own, ({ dollars }) => dollars);
      return [
        ...(answer === undefined ? [`the answer of ${step.name} is on no bill`] : []),
        ...(exact ? [] : [`${step.name} is booked at $${certain}, billed at $${answer?.dollars}`]),
        ...(enough ? [] : [`${step.name} is booked at $${step.cost}, which is less than its bill`]),
      ];
    }),
  ];
}

/** What the task's account says must be the sum of its steps, with nothing kept aside any more. */
function wrongSums(steps: readonly Step[], spent: Spent | undefined): string[] {
  const booked = sum(steps, ({ cost }) => cost);
  const open = sum(steps, ({ reserved }) => reserved);
  if (open > 0) return [`$${open} is still kept aside`];
  if (spent === undefined || Math.abs(spent.usd - booked) > tinyUsd || spent.reserved > 0) {
    return [`the task's account says ${JSON.stringify(spent)}, its steps say $${booked}`];
  }
  return [];
}

const Spent = z.object({ usd: z.number(), reserved: z.number() });
type Spent = z.infer<typeof Spent>;

async function readSpent({ query }: Research["books"]): Promise<Spent | undefined> {
  const [spent] = await query(
    `select spent_usd::float8 as usd, reserved_usd::float8 as reserved from spending where scope = 'task'`,
    Spent,
  );
  return spent;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
