import type Anthropic from "@anthropic-ai/sdk";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { EngineContext } from "../engine.ts";
import type { Params } from "./client.ts";
import { describe, isUnpaid, understand } from "./errors.ts";
import type { Means } from "./means.ts";
import { batchShare, costUsd, type Priced, worstUsd } from "./prices.ts";
import { sizeOf } from "./size.ts";

/** One question to a model. */
export type Ask = {
  /** Names the call within its run. */
  readonly name: string;
  readonly params: Params;
  readonly share: "work" | "finish";
  /** No further turn and no tool hangs on its answer: where nobody waits for it, it may come later. */
  readonly alone?: boolean;
  /** Called when the answer begins to come; not for one that is remembered. */
  readonly onBegin?: (() => void) | undefined;
};

/** How an answer ended. What was cut or refused is never taken for whole. */
export type Called = { readonly message: Anthropic.Message; readonly budgetGone: number } & (
  | { readonly ended: "whole" | "tools" | "paused" }
  | { readonly ended: "cut"; readonly by: "length" | "context" }
  | { readonly ended: "refused"; readonly category: string }
);

/** Above this many US dollars for what is read alone, the service is asked how much that is before it is kept aside. */
const countAboveUsd = 0.1;

/** The service calls its own count an estimate. */
const countMargin = 1.05;

/** One model call, paid once: a repeat, also after a restart, gets the stored answer to the letter. */
export async function call(ask: Ask, means: Means, context: EngineContext): Promise<Called> {
  const { client, price, log } = means;
  const { name, params, share, alone, onBegin } = ask;
  const { model } = params;
  const worst = await worstOf(ask, means, context);
  const later = alone === true && context.patient === true && means.can(model).batches;
  let begun: Anthropic.Usage | undefined;
  const answer = await context.pay({
    name,
    hash: hashOf(params),
    model,
    worstUsd: worst,
    share,
    ...(later && { batch: { request: params, worstUsd: worst * batchShare } }),
    isUnpaid,
    mostUsd: () => begun && mostOf(params, begun, price),
    async work() {
      try {
        const { message, requestId } = await client.send(params, {
          signal: context.signal,
          onBegin(usage) {
            begun = usage;
            onBegin?.();
          },
        });
        const { usage } = message;
        const usd = costUsd(model, usage, { price });
        return {
          output: JSON.stringify(message),
          usd,
          usage: JSON.stringify(usage),
          requestId,
        };
      } catch (error) {
        context.signal.throwIfAborted();
        log("model call failed", { call: name, model, ...describe(error) });
        throw understand(error, { ...means, model });
      }
    },
  });
  const message = Message.parse(JSON.parse(answer.output));
  return { message, budgetGone: answer.budgetGone, ...endOf(message) };
}

/** The most that an answer which began and was cut can cost: its prompt is counted, and it was at most as long as it might be. */
const mostOf = (params: Params, begun: Anthropic.Usage, price: Priced): number => {
  const { searchesMax } = sizeOf(params);
  const searches = worstUsd(params.model, { ...nothing, searchesMax }, price);
  return (
    costUsd(params.model, { ...begun, output_tokens: params.max_tokens }, { price }) + searches
  );
};

const nothing = { frozenTokens: 0, otherTokens: 0, cached: false, outputTokensMax: 0 } as const;

/** Of exactly what is sent. */
export const hashOf = (params: Params): string =>
  createHash("sha256").update(JSON.stringify(params)).digest("hex");

/** Bound by the bytes; where that is much, by what the service counts, which is asked once. */
async function worstOf(
  { name, params }: Ask,
  { client, can, price }: Means,
  { remember, signal }: EngineContext,
): Promise<number> {
  const size = sizeOf(params);
  const bound = worstUsd(params.model, size, price);
  const read = worstUsd(params.model, { ...size, outputTokensMax: 0, searchesMax: 0 }, price);
  if (read <= countAboveUsd || !can(params.model).countTokens) return bound;
  const counted = await remember(`${name}:size`, z.number().nullable(), () =>
    // Only to keep less aside: where it fails, the bound holds.
    client.count(params, signal).catch(() => null),
  );
  signal.throwIfAborted();
  if (counted === null) return bound;
  const part = (counted * countMargin) / (size.frozenTokens + size.otherTokens);
  const frozenTokens = Math.ceil(size.frozenTokens * part);
  const otherTokens = Math.ceil(size.otherTokens * part);
  return Math.min(bound, worstUsd(params.model, { ...size, frozenTokens, otherTokens }, price));
}

/** As much of a stored answer as we rely on; the rest is kept as it is, to be sent back to the letter. */
const Message = z.custom<Anthropic.Message>(
  (value) =>
    z
      .looseObject({
        content: z.array(z.looseObject({ type: z.string() })),
        stop_reason: z.string().nullable(),
      })
      .safeParse(value).success,
  "the stored answer is no message",
);

type Ended =
  | { ended: "whole" | "tools" | "paused" }
  | { ended: "cut"; by: "length" | "context" }
  | { ended: "refused"; category: string };

function endOf({ stop_reason: reason, stop_details: details, content }: Anthropic.Message): Ended {
  switch (reason) {
    case "tool_use":
      return { ended: "tools" };
    case "pause_turn":
      return { ended: "paused" };
    case "refusal":
      return { ended: "refused", category: details?.category ?? "no category given" };
    case "max_tokens":
      return { ended: "cut", by: "length" };
    case "model_context_window_exceeded":
      return { ended: "cut", by: "context" };
    case "end_turn":
    case "stop_sequence":
    case null:
      // Servers of other makes leave the reason out, or say that they are done and call a tool all the same.
      return { ended: content.some(({ type }) => type === "tool_use") ? "tools" : "whole" };
    default:
      // A reason of tomorrow: whether such an answer is whole nobody can tell.
      return (reason satisfies never, { ended: "cut", by: "length" });
  }
}
