import { dollars, type Limits, spentOf } from "../src/domain/budget.ts";
import { taskName } from "../src/domain/ids.ts";
import { clamp, count, quoted } from "./text.ts";

/** What somebody has spent this month, and on what. */
export type UsageFacts = {
  readonly cents: number;
  /** Kept aside for calls that are under way. */
  readonly openCents: number;
  /** The dearest first. */
  readonly tasks: readonly {
    readonly number: number;
    /** Null where it is not for whoever reads this. */
    readonly question: string | null;
    readonly cents: number;
    readonly openCents: number;
    readonly maybeCalls: number;
  }[];
  /** Tasks that are not named. */
  readonly more: number;
};

/** The answer to `/legwork usage`. `month` is how people name it. */
export function usageText(
  facts: { person: UsageFacts; channel: UsageFacts | null; month: string },
  limits: Limits,
): string {
  const { person, channel, month } = facts;
  return [
    `*What I have spent in ${month}* (UTC)`,
    part("For you", person, limits.person),
    ...(channel === null ? [] : [part("In this channel", channel, limits.channel)]),
    `_A task may cost ${limits.task === null ? "any amount" : dollars(limits.task * 100)} unless somebody lets it go on for more._`,
  ].join("\n");
}

/** What admins are told besides: no words of what others have asked. */
export const workspaceUsage = (facts: UsageFacts, limits: Limits): string =>
  part("In this workspace", facts, limits.workspace);

function part(
  title: string,
  { cents, openCents, tasks, more }: UsageFacts,
  limitUsd: number | null,
): string {
  const lines = tasks.map(({ number, question, ...task }) => {
    const asked =
      question === null ? "" : ` · ${quoted(clamp(question.replaceAll("\n", " "), 80))}`;
    return `• *${taskName(number)}* ${dollars(task.cents)}${underWay(task.openCents)}${maybe(task.maybeCalls)}${asked}`;
  });
  return [
    `*${title}:* ${spentOf(cents, limitUsd)}${underWay(openCents)}`,
    ...lines,
    ...(more > 0 ? [`• and ${count(more, "more task", "more tasks")}`] : []),
  ].join("\n");
}

const underWay = (openCents: number): string =>
  openCents === 0 ? "" : ` (and up to ${dollars(openCents)} for what is under way)`;

const maybe = (calls: number): string =>
  calls === 0
    ? ""
    : ` (${count(calls, "call")} of it maybe paid: cut off, and counted with the most it can have cost)`;
