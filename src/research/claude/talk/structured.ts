import type Anthropic from "@anthropic-ai/sdk";
import type { z } from "zod";
import type { EngineContext } from "../../engine.ts";
import { type Called, call } from "../call.ts";
import type { Means } from "../means.ts";
import { type Beginning, freeze, paramsOf } from "./frozen.ts";
import { jsonIn } from "./json.ts";
import { schemaOf } from "./schema.ts";

/** A question whose answer has a shape. */
export type Question<Value> = Omit<Beginning, "tools" | "format"> & {
  readonly shape: z.ZodType<Value>;
  readonly share: "work" | "finish";
};

export type Structured<Value> =
  | { readonly type: "answer"; readonly value: Value; readonly budgetGone: number }
  | { readonly type: "refused"; readonly category: string }
  /** Cut, or in no shape that could be read, also when asked once more. */
  | { readonly type: "unusable" };

/** Asks, and where the model refuses, asks another one, if there is one. */
export async function ask<Value>(
  question: Question<Value>,
  means: Means,
  context: EngineContext,
): Promise<Structured<Value>> {
  const answer = await askOne(question, means, context);
  const { other } = means.models;
  if (answer.type !== "refused" || other === null || other === question.model) return answer;
  return askOne({ ...question, name: `${question.name}:other`, model: other }, means, context);
}

async function askOne<Value>(
  question: Question<Value>,
  means: Means,
  context: EngineContext,
): Promise<Structured<Value>> {
  const { name, shape, share } = question;
  const format = schemaOf(shape);
  const frozen = await freeze(
    { ...question, format, open: opened(question, format, means) },
    means,
    context,
  );
  const say = (part: string, messages: readonly Anthropic.MessageParam[], maxTokens?: number) =>
    call(
      {
        name: `${name}${part}`,
        params: paramsOf(frozen, messages, { ...(maxTokens && { maxTokens }) }),
        share,
        alone: true,
      },
      means,
      context,
    );
  const first: Anthropic.MessageParam[] = [{ role: "user", content: [...frozen.opening] }];
  let said = await say("", first);
  // Of half an answer nothing is used; there is one try with twice the room.
  if (said.ended === "cut" && said.by === "length") {
    said = await say(":longer", first, frozen.maxTokens * 2);
  }
  const value = read(said, shape);
  if (value.type !== "unusable" || said.ended !== "whole") return value;

  const again: Anthropic.MessageParam[] = [
    ...first,
    { role: "assistant", content: said.message.content },
    {
      role: "user",
      content: `That does not fit: ${value.why}. Answer again, with nothing but the JSON.`,
    },
  ];
  return said.message.content.length === 0 ? value : read(await say(":again", again), shape);
}

type Read<Value> =
  | Exclude<Structured<Value>, { type: "unusable" }>
  | { readonly type: "unusable"; readonly why: string };

function read<Value>(said: Called, shape: z.ZodType<Value>): Read<Value> {
  if (said.ended === "refused") return { type: "refused", category: said.category };
  if (said.ended !== "whole") return { type: "unusable", why: "it did not come to its end" };
  const found = jsonIn(textOf(said.message));
  if (found === undefined) return { type: "unusable", why: "there is no JSON in it" };
  const parsed = shape.safeParse(found.json);
  if (parsed.success) {
    return { type: "answer", value: parsed.data, budgetGone: said.budgetGone };
  }
  const [issue] = parsed.error.issues;
  return { type: "unusable", why: `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim() };
}

/** What a message says, without its thoughts. */
export const textOf = ({ content }: Anthropic.Message): string =>
  content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("");

/** Where the endpoint holds no answer to a shape, the shape is asked for in words. */
const opened =
  ({ model, open }: Pick<Beginning, "model" | "open">, format: object, { can, prompts }: Means) =>
  async (): Promise<readonly Anthropic.ContentBlockParam[]> => {
    const blocks = await open();
    if (can(model).structuredOutputs) return blocks;
    const text = `${prompts.json.text}\n\n${JSON.stringify(format)}`;
    return [...blocks, { type: "text", text }];
  };
