import { z } from "zod";
import type { Limits } from "../../src/domain/budget.ts";
import type { EngineContext } from "../../src/research/engine.ts";
import { aThinking, scriptedEngine } from "../support/engine.ts";
import { people, startLegwork } from "../support/legwork.ts";
import type { Legwork } from "./steering.ts";

/** What a call of the scripted engine may cost at most, and what it does cost; in US dollars. */
export type Price = { readonly worst: number; readonly usd: number };

/** Pays for a call as an engine does. */
const payFor = (
  { pay }: Pick<EngineContext, "pay">,
  name: string,
  { worst, usd }: Price,
  { share = "work", work }: { share?: "work" | "finish"; work?: () => Promise<void> } = {},
) =>
  pay({
    // A phase is remembered under its own name.
    name: `${name}:model`,
    hash: "h",
    model: "m",
    worstUsd: worst,
    share,
    isUnpaid: () => false,
    async work() {
      await work?.();
      return { output: '"said"', usd, usage: "{}", requestId: null };
    },
  });

/**
 * A scripted engine whose phases cost something; `made` names each call that was really made. A part that cannot be paid for
 * brings nothing home, as with a real one. `work` is done within every call.
 */
export function payingThinking(
  prices: { plan?: Price; gather?: Price; write?: Price; check?: Price },
  work: (name: string, signal: AbortSignal) => Promise<void> = async () => {},
) {
  const engine = scriptedEngine();
  const made: string[] = [];
  const pay = async (
    context: EngineContext,
    name: string,
    price: Price | undefined,
    share: "work" | "finish",
  ) => {
    if (price === undefined) return;
    await payFor(context, name, price, {
      share,
      work: async () => {
        made.push(name);
        await work(name, context.signal);
      },
    });
  };
  const thinking = aThinking({
    async plan(brief, context) {
      await pay(context, "plan", prices.plan, "work");
      return engine.plan(brief, context);
    },
    async gather(brief, subtask, context) {
      await pay(context, `gather ${subtask.number}`, prices.gather, "work");
      return engine.gather(brief, subtask, context);
    },
    async write(brief, plan, material, context) {
      await pay(context, "write", prices.write, "finish");
      return engine.write(brief, plan, material, context);
    },
    async check(draft, material, context) {
      await pay(context, "check", prices.check, "finish");
      return engine.check(draft, material, context);
    },
  });
  return { thinking, made };
}

/** Ada asks; every call of the engine costs what is said. */
export async function askedOf(paying: ReturnType<typeof payingThinking>, budget: Partial<Limits>) {
  const legwork = await startLegwork({ thinking: paying.thinking, budget });
  await ask(legwork);
  return Object.assign(legwork, { made: paying.made });
}

export const ask = ({ slack }: Pick<Legwork, "slack">) =>
  slack.as(people.ada).command("#product", "/research", "why is checkout slow?");

/** What `/legwork usage` answers. */
export async function usage(
  { slack }: Pick<Legwork, "slack">,
  by: string = people.ada,
): Promise<string> {
  const { body } = await slack.as(by).command("#product", "/legwork", "usage");
  return z.object({ text: z.string() }).parse(body).text;
}
