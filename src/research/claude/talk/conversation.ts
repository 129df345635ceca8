import type Anthropic from "@anthropic-ai/sdk";
import { BudgetError } from "../../../errors.ts";
import type { EngineContext } from "../../engine.ts";
import { type Called, call } from "../call.ts";
import type { Means } from "../means.ts";
import { type Beginning, freeze, type Frozen, paramsOf } from "./frozen.ts";
import { guide, type Guidance, say } from "./guidance.ts";

/**
 * Of the time between two turns no more counts than a turn can take; what is longer was a wait that we were told to make, a
 * pause or a restart, and no work. In seconds.
 */
const turnSecondsMax = 100;

/** From this share of the budget on, nothing more is looked for: what is there is written up. */
export const budgetGoneMax = 0.8;

/** The calls of one turn, answered. `reads` of them have read something. */
export type RunTurn = (
  uses: readonly Anthropic.ToolUseBlock[],
  turn: { readonly name: string; readonly readsLeft: number; readonly concluding: boolean },
) => Promise<{ results: Anthropic.ToolResultBlockParam[]; reads: number }>;

export type Talk = Beginning & {
  readonly run: RunTurn;
  /** Called once, when the first answer begins to come. */
  readonly onBegin: () => void;
};

/** Why a conversation is over. All but `done` leave something to be said to a person. */
export type Over =
  | { readonly type: "done" | "turns" | "money" | "cut" }
  | { readonly type: "refused"; readonly category: string };

/**
 * A conversation in which the model calls tools until it is done or has to be. Only appended to: its frozen part, its
 * answers and the results are stored, so that a repeat goes on where it was cut, with the same bytes.
 */
export async function converse(talk: Talk, means: Means, context: EngineContext): Promise<Over> {
  const frozen = await freeze(talk, means, context);
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: [...frozen.opening] }];
  const { limits } = frozen;
  let reads = 0;
  let seconds = 0;
  let budgetGone = 0;
  let last: Guidance | undefined;

  for (let n = 0; n < limits.turns; n += 1) {
    context.signal.throwIfAborted();
    const step = `${talk.name}:${n}`;
    // A paused turn is sent back as it is: nothing may be added to it.
    if (messages.at(-1)?.role !== "assistant") {
      const sofar = { n, reads, seconds, budgetGone, last, messages };
      const guidance = await guideTurn(step, sofar, frozen, means, context);
      seconds += secondsSince(last, guidance.at);
      last = guidance;
    }
    const conclude = last?.conclude ?? null;
    const said = await sayTurn(step, frozen, messages, talk, means, context);
    if (said === "money") return { type: "money" };
    if (said.ended === "refused") return { type: "refused", category: said.category };
    if (said.ended === "cut") return { type: "cut" };
    budgetGone = said.budgetGone;
    // An empty answer may not be sent back, and there is nothing in it to go on from.
    if (said.message.content.length === 0) return { type: "done" };
    messages.push({ role: "assistant", content: said.message.content });
    if (said.ended === "paused") continue;
    if (said.ended === "whole") return { type: "done" };

    const uses = said.message.content.filter((block) => block.type === "tool_use");
    // Said to call a tool, and called none of ours: there is nothing to answer.
    if (uses.length === 0) return { type: "done" };
    const turn = {
      name: step,
      readsLeft: limits.reads - reads,
      concluding: conclude !== null,
    };
    const ran = await talk.run(uses, turn);
    reads += ran.reads;
    messages.push({ role: "user", content: ran.results });
    if (conclude !== null) return { type: conclude === "money" ? "money" : "turns" };
  }
  return { type: "turns" };
}

/** What is said before a turn. */
async function guideTurn(
  step: string,
  sofar: {
    readonly n: number;
    readonly reads: number;
    readonly seconds: number;
    readonly budgetGone: number;
    readonly last: Guidance | undefined;
    readonly messages: Anthropic.MessageParam[];
  },
  frozen: Frozen,
  means: Means,
  context: EngineContext,
): Promise<Guidance> {
  const { n, reads, seconds, budgetGone, last, messages } = sofar;
  const { limits } = frozen;
  const due = (at: Date): Guidance["conclude"] => {
    if (budgetGone > budgetGoneMax) return "money";
    if (n === limits.turns - 1) return "turns";
    if (reads >= limits.reads) return "calls";
    return seconds + secondsSince(last, at) > limits.seconds ? "time" : null;
  };
  const guidance = await guide(step, due, means, context);
  say(guidance, messages, frozen);
  return guidance;
}

const secondsSince = (last: Guidance | undefined, at: Date): number =>
  last === undefined
    ? 0
    : Math.min(turnSecondsMax, Math.max(0, (at.getTime() - last.at.getTime()) / 1_000));

/** One answer; of one that was cut for its length nothing is used, and there is one try with twice the room. */
async function sayTurn(
  step: string,
  frozen: Frozen,
  messages: readonly Anthropic.MessageParam[],
  { onBegin }: Talk,
  means: Means,
  context: EngineContext,
): Promise<Called | "money"> {
  const ask = (name: string, maxTokens: number) =>
    call(
      { name, params: paramsOf(frozen, messages, { maxTokens }), share: "work", onBegin },
      means,
      context,
    );
  try {
    const said = await ask(step, frozen.maxTokens);
    return said.ended === "cut" && said.by === "length"
      ? await ask(`${step}:longer`, frozen.maxTokens * 2)
      : said;
  } catch (error) {
    // Nothing was called. What was recorded until now is what this part brings home.
    if (error instanceof BudgetError) return "money";
    throw error;
  }
}
