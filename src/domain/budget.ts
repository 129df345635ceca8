import { z } from "zod";

/** Whose money it can be, in the order in which it is looked at. */
export const Scope = z.enum(["task", "person", "channel", "workspace"]);
export type Scope = z.infer<typeof Scope>;

/** The most that may be spent, in US dollars with whole cents: by a task in all, by the others in a month. Null: any amount. */
export type Limits = Readonly<Record<Scope, number | null>>;

export const defaultLimits: Limits = { task: 1, person: 20, channel: 50, workspace: 200 };

/** What is kept of a task's budget, from the start, for writing and checking: what was read is of no use unwritten. */
export const finishShare = 0.3;

/** From this share of a task's budget on, people are warned. */
export const warnedFrom = 0.8;

/** More is a slip of the pen. In US dollars. */
const limitUsdMax = 100_000;

/** Reads `task:1,person:20`. Whose budget is not named keeps its default; `none` takes a limit away. A problem is a sentence's end. */
export function readLimits(text: string): Limits | { readonly problem: string } {
  const limits: Record<Scope, number | null> = { ...defaultLimits };
  const named = new Set<Scope>();
  for (const pair of text.split(",")) {
    const [, name, amount] =
      /^\s*(\w+)\s*:\s*\$?\s*(none|\d{1,9}(?:\.\d{1,2})?)\s*$/i.exec(pair) ?? [];
    const scope = Scope.safeParse(name?.toLowerCase());
    const usd = amount?.toLowerCase() === "none" ? null : Number(amount);
    if (!scope.success || (usd !== null && !(usd > 0 && usd <= limitUsdMax))) {
      return {
        problem: `must be pairs of ${Scope.options.join(", ")} and an amount in US dollars (0.01 to ${limitUsdMax}, or none), such as task:1,person:20`,
      };
    }
    if (named.has(scope.data)) return { problem: `names ${scope.data} twice` };
    named.add(scope.data);
    limits[scope.data] = usd;
  }
  return limits;
}

/** Of what is shown, cents are the smallest part: what was spent is rounded up, what is left is rounded down. */
export const dollars = (cents: number): string =>
  `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** `$0.42 of $1.00`, or `$0.42` where there is no limit. */
export const spentOf = (spentCents: number, limitUsd: number | null): string =>
  limitUsd === null
    ? dollars(spentCents)
    : `${dollars(spentCents)} of ${dollars(centsOf(limitUsd))}`;

/** Whether people are to be told that the end of a budget is near. */
export const isNearlyGone = (spentCents: number, limitUsd: number | null): boolean =>
  limitUsd !== null && spentCents >= centsOf(limitUsd) * warnedFrom;

/**
 * What it takes to go on after a task has come to the end of its budget, in cents: as much again as tasks usually get, or
 * more where the step that did not fit asks for more. Null where tasks have no limit.
 */
export function offerCents({ task }: Limits, shortUsd: number): number | null {
  if (task === null) return null;
  // Of what is added, the finishing share is out of reach for what did not fit.
  return Math.max(centsOf(task), upwards((shortUsd / (1 - finishShare)) * 100));
}

/** Which budget does not allow a step, and by how much; in US dollars. */
export type Shortage = {
  readonly scope: Scope;
  readonly limitUsd: number;
  readonly leftUsd: number;
  readonly neededUsd: number;
};

const whose: Record<Exclude<Scope, "task">, string> = {
  person: "of the person who asked",
  channel: "of this channel",
  workspace: "of this workspace",
};

/** Why a run cannot go on, and who can change it, for the person who asked. */
export function shortageWords({ scope, limitUsd, leftUsd, neededUsd }: Shortage, at: Date): string {
  const limit = dollars(centsOf(limitUsd));
  if (scope !== "task" && neededUsd === 0)
    return `${spentWords(scope, limit, at)} ${afterwards(at)}`;
  const left = dollars(Math.max(0, Math.floor(leftUsd * 100 + tiny)));
  const needed = dollars(upwards(neededUsd * 100));
  if (scope === "task") {
    return `The budget of this task is ${limit}. The next step can cost up to ${needed}, and ${left} is left for it.`;
  }
  return [
    `The budget ${whose[scope]} is ${limit} for ${monthName(at)}.`,
    `The next step can cost up to ${needed}, and ${left} is left.`,
    afterwards(at),
  ].join(" ");
}

const spentWords = (scope: Exclude<Scope, "task">, limit: string, at: Date): string =>
  `The budget ${whose[scope]}, ${limit} for ${monthName(at)}, is spent.`;

function afterwards(at: Date): string {
  const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  return `It begins anew in ${monthName(next)}; whoever runs me here can raise it (LEGWORK_BUDGET).`;
}

/** `November 2026`; months are those of UTC. */
export const monthName = (at: Date): string =>
  at.toLocaleString("en-US", { month: "long", year: "numeric", timeZone: "UTC" });

export const centsOf = (usd: number): number => Math.round(usd * 100);

/** Sums are exact where they are kept; what is computed here for words is off by less than this. */
const tiny = 1e-6;
const upwards = (cents: number): number => Math.ceil(cents - tiny);
