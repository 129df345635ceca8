import type { Entries } from "./books.ts";
import type { Paid } from "./model.ts";
import type { Scene } from "./scene.ts";
import { unended } from "./shown.ts";

/** Everything that broke a promise, each in a sentence; and how much happened at all. */
export type Verdict = {
  readonly tasks: number;
  /** Acknowledged, and never brought to a visible end. */
  readonly lost: readonly string[];
  /** Said or done twice. */
  readonly duplicates: readonly string[];
  /** Finished, and paid for again. */
  readonly rerun: readonly string[];
  /** Paid for again though nobody died over it. */
  readonly beyond: readonly string[];
  /** Paid for more often than the ledger says it may have been. */
  readonly unbilled: readonly string[];
  /** Calls that were paid for again, for whatever reason. */
  readonly repeats: number;
  readonly unresolved: number;
  /** Tasks that came to no draft, or to one that lacks a part. */
  readonly failed: number;
};

/** Whether something happened to a call or its caller that explains why it was paid for once more, and not before. */
export type Excuse = (paid: Paid, next: Paid) => boolean;

/** Holds what everybody has seen and paid against what the tables say. */
export async function judge(
  { books, slack, model, acknowledged }: Scene,
  excused: Excuse,
): Promise<Verdict> {
  const entries = await books.read();
  const calls = Map.groupBy(model.bill, ({ question, step }) => `${step} of ${question}`);
  const { deliveries, tasks } = entries;
  return {
    tasks: tasks.length,
    lost: [...unanswered(acknowledged, tasks), ...unended(entries, slack)],
    duplicates: [...doubled(tasks), ...repeated(slack), ...unknown(entries, slack)],
    rerun: rerunSteps(entries, calls),
    beyond: [...calls].flatMap(([step, paid]) => {
      const idle = paid.some((one, n) => {
        const next = paid[n + 1];
        return next !== undefined && !excused(one, next);
      });
      return idle ? [`${step} was paid for nothing: ${paid.map(callOf).join(", ")}`] : [];
    }),
    unbilled: unbilledSteps(entries, calls),
    repeats: model.bill.length - calls.size,
    unresolved: deliveries.filter(({ state }) => state === "unresolved").length,
    failed: tasks.filter(({ status, givenUp }) => status === "failed" || givenUp > 0).length,
  };
}

const callOf = ({ by, end, begunAt }: Paid): string =>
  `${by} at ${new Date(begunAt).toISOString().slice(14)} (${end})`;

/** A verdict in few words. */
export const summed = ({ tasks, lost, duplicates, rerun, repeats, failed }: Verdict): string =>
  `${tasks} tasks, ${lost.length} lost, ${duplicates.length} duplicates, ` +
  `${rerun.length} finished steps run again, ${repeats} calls repeated` +
  (failed > 0 ? `, ${failed} failed` : "");

/** Whether no promise was broken, and every task came to a whole draft. */
export const isClean = ({ lost, duplicates, rerun, beyond, unbilled, failed }: Verdict): boolean =>
  failed === 0 && [lost, duplicates, rerun, beyond, unbilled].every(({ length }) => length === 0);

/** The first few of all that is wrong, for whoever looks into it. */
export const complaints = ({ lost, duplicates, rerun, beyond, unbilled }: Verdict): string[] =>
  [lost, duplicates, rerun, beyond, unbilled].flatMap((broken) => broken.slice(0, 5));

type Calls = ReadonlyMap<string, readonly Paid[]>;

function unanswered(acknowledged: Scene["acknowledged"], tasks: Entries["tasks"]): string[] {
  const known = new Set(tasks.map(({ question }) => question));
  return acknowledged.flatMap(({ question }) =>
    known.has(question) ? [] : [`“${question}” was acknowledged, and there is no task`],
  );
}

const doubled = (tasks: Entries["tasks"]): string[] =>
  [...Map.groupBy(tasks, ({ question }) => question)].flatMap(([question, same]) =>
    same.length > 1 ? [`“${question}” became ${same.length} tasks`] : [],
  );

/** One sentence for each message too many. */
const repeated = ({ messages }: Scene["slack"]): string[] =>
  [...Map.groupBy(messages, ({ key }) => key)].flatMap(([key, same]) =>
    same.slice(1).map(({ channel }) => `${key} was posted once more, in ${channel}`),
  );

/** Messages of ours that no delivery knows as its own. One that is not settled, or cannot be, may be there. */
function unknown({ deliveries }: Entries, { messages }: Scene["slack"]): string[] {
  const known = new Map(deliveries.map((one) => [one.key, one]));
  const once = [...Map.groupBy(messages, ({ key }) => key).values()].filter(
    (same) => same.length === 1,
  );
  return once.flat().flatMap(({ key, ts, channel }) => {
    const delivery = known.get(key);
    if (delivery?.state === "unresolved" || delivery?.state === "sending") return [];
    const ours = delivery?.ts === ts && delivery.channel === channel;
    return ours ? [] : [`${key} stands in ${channel}, and nobody knows of it`];
  });
}

const rerunSteps = ({ steps }: Entries, calls: Calls): string[] =>
  steps.flatMap(({ question, name, doneAt }) => {
    const after = (calls.get(`${name} of ${question}`) ?? []).filter(
      ({ begunAt }) => doneAt !== null && begunAt > Math.ceil(doneAt),
    );
    return after.length > 0 ? [`${name} of “${question}” was paid again after its end`] : [];
  });

function unbilledSteps({ steps }: Entries, calls: Calls): string[] {
  const told = new Map(
    steps.map((one) => [
      `${one.name} of ${one.question}`,
      one.maybePaid + (one.doneAt === null ? 0 : 1),
    ]),
  );
  return [...calls].flatMap(([step, paid]) => {
    const most = told.get(step) ?? 0;
    return paid.length > most
      ? [`${step} was paid ${paid.length} times, the ledger says ${most}`]
      : [];
  });
}
