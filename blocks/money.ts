import type { Button, KnownBlock } from "@slack/types";
import { centsOf, dollars, isNearlyGone, spentOf } from "../src/domain/budget.ts";
import { isUnderWay, type Task } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { button, context } from "./elements.ts";
import type { Cost, MoneyFacts, TaskFacts } from "./facts.ts";
import { count } from "./text.ts";

/** ` · $0.42 of $1.00`, for a line of several things; nothing where nothing was spent. */
export const costPart = (money: MoneyFacts | null): string =>
  money === null || money.spentCents === 0 ? "" : ` · ${spentOf(money.spentCents, money.limitUsd)}`;

/** Under a draft: what it has cost, with all that led to it. */
export const costLine = ({ spentCents, maybeCents }: Cost): string =>
  `Cost: ${dollars(spentCents)}${maybePart(maybeCents)}`;

/** For `/legwork status`. */
export const costStatus = (money: MoneyFacts | null): string =>
  money === null || money.spentCents === 0
    ? ""
    : `\nCost: ${spentOf(money.spentCents, money.limitUsd)} for ${count(money.calls, "call")} of the model${maybePart(money.maybeCents)}.`;

const maybePart = (maybeCents: number): string =>
  maybeCents === 0
    ? ""
    : ` · ${dollars(maybeCents)} of it maybe paid: a call was cut off, and counts with the most it can have cost`;

/** While a task is under way: that its budget is nearly gone, or what it keeps the task from. */
export function moneyWarning({ task, money }: TaskFacts): KnownBlock[] {
  if (money === null || !isUnderWay(task.state)) return [];
  if (money.shortOf !== null) {
    return [context(`:moneybag: ${shortWords(money)} I write up what I have.`)];
  }
  if (!isNearlyGone(money.spentCents, money.limitUsd)) return [];
  const words = `More than 80 % of what this task may cost is spent: ${spentOf(money.spentCents, money.limitUsd)}.`;
  return [context(`:moneybag: ${words} At the end of it I write up what I have.`)];
}

/** Under a draft that could have been more. */
export const shortLine = (money: MoneyFacts): string =>
  `:moneybag: ${shortWords(money)} This is what I have${money.offerCents === null ? "" : "; I can go on from here"}.`;

function shortWords({ shortOf, limitUsd }: MoneyFacts): string {
  switch (shortOf) {
    case "person":
      return "The budget of the person who asked did not allow more this month.";
    case "channel":
      return "The budget of this channel did not allow more this month.";
    case "workspace":
      return "The budget of this workspace did not allow more this month.";
    case "task":
    case null:
      return limitUsd === null
        ? "The budget did not allow more."
        : `The budget of this task, ${dollars(centsOf(limitUsd))}, did not allow more.`;
    default:
      return shortOf satisfies never;
  }
}

/** Lets a task spend more. The button says how much, and carries what it says. */
export const continueButton = (
  { id, revision }: Task,
  offerCents: number,
  style?: "primary",
): Button =>
  button(`Continue for ${dollars(offerCents)}?`, {
    actionId: actionIds.continue,
    value: encodeReference({ task: id, revision, hash: null, usd: offerCents / 100 }),
    ...(style && { style }),
  });
