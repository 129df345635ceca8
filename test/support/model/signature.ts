import { createHmac } from "node:crypto";

import type { ModelFacts } from "./catalogue.ts";
import type { MessageRequest } from "./request.ts";
import { canonical, digest, turnsOf, type Turn } from "./units.ts";

/** What a thought is bound to: the exact prompt before its turn. One hash for each part, so that a change can be named. */
export type Binding = {
  readonly model: string;
  readonly system: string;
  readonly tools: string;
  readonly messages: string;
};

/** What became of a thought that is sent back. */
export type Verdict = "sound" | "forged" | { readonly changed: keyof Binding };

/** The binding of what is answered to a request, or of the turn at `end` within it. */
export function bindingOf(
  request: Pick<MessageRequest, "model" | "system" | "tools" | "messages">,
  end = ownTurns(request.messages),
): Binding {
  return {
    model: short(request.model),
    system: short(canonical(request.system ?? [])),
    tools: short(canonical(request.tools ?? [])),
    messages: short(...turnsOf(request.messages).slice(0, end).map(turnText)),
  };
}

/** A signature that holds the binding and the hash of the text as it is shown; only we can make one. */
export function signed(binding: Binding, thinking: string): string {
  const held = [binding.model, binding.system, binding.tools, binding.messages, short(thinking)];
  return Buffer.from([...held, seal(held)].join(".")).toString("base64");
}

/** Checks a thought's signature against its text and against the prompt that it is sent back in. */
export function verify(binding: Binding, thinking: string, signature: string): Verdict {
  const parts = Buffer.from(signature, "base64").toString("utf8").split(".");
  const held = parts.slice(0, 5);
  const [model, system, tools, messages, text] = held;
  if (parts.length !== 6 || parts[5] !== seal(held) || text !== short(thinking)) return "forged";
  if (model !== binding.model) return { changed: "model" };
  if (system !== binding.system) return { changed: "system" };
  if (tools !== binding.tools) return { changed: "tools" };
  return messages === binding.messages ? "sound" : { changed: "messages" };
}

export const turnText = ({ role, blocks }: Turn): string => `${role}${canonical(blocks)}`;

/** The models of which a thought that was made elsewhere is refused. */
export const bindsThinking = (model: ModelFacts): boolean =>
  model.thinking.types.includes("adaptive");

/** A paused turn is gone on with: what is answered then is bound to what was before that turn. */
function ownTurns(messages: MessageRequest["messages"]): number {
  const turns = turnsOf(messages);
  return turns.at(-1)?.role === "assistant" ? turns.length - 1 : turns.length;
}

const short = (...parts: readonly string[]): string => digest(...parts).slice(0, 16);

const seal = (held: readonly string[]): string =>
  createHmac("sha256", "the stand-in's own").update(held.join(".")).digest("hex").slice(0, 16);
