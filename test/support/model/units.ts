import { createHash } from "node:crypto";

import type { Block } from "./blocks.ts";
import type { MessageRequest } from "./request.ts";

/** One tool, one block of the system prompt or one block of a message, in the order in which a prompt is built. */
export type Unit = {
  readonly place: "tools" | "system" | "messages";
  /** Where it stands in the request, as error messages name it. */
  readonly path: string;
  /** What the model would read of it, as one string: equal texts are equal prompts. */
  readonly text: string;
  readonly tokens: number;
  /** The ttls of the cache breakpoints on it, those of blocks within it too. */
  readonly marks: readonly Ttl[];
};

export type Ttl = "5m" | "1h";

/** Messages of one role in a row are one turn. */
export type Turn = {
  readonly role: "user" | "assistant" | "system";
  readonly blocks: readonly Block[];
};

/** The whole prompt: tools, then system, then messages. */
export function unitsOf({ tools = [], system = [], messages }: PromptParts): readonly Unit[] {
  return [
    ...tools.map((tool, n) => unit("tools", `tools.${n}`, tool)),
    ...system.map((block, n) => unit("system", `system.${n}`, block)),
    ...messages.flatMap(({ role, content }, n) =>
      content.map((block, at) => unit("messages", `messages.${n}.content.${at}`, block, role)),
    ),
  ];
}

export type PromptParts = Pick<MessageRequest, "tools" | "system" | "messages">;

/** Consecutive messages of one role are combined, as the service does. */
export function turnsOf(messages: MessageRequest["messages"]): readonly Turn[] {
  const turns: { role: Turn["role"]; blocks: Block[] }[] = [];
  for (const { role, content } of messages) {
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...content);
    else turns.push({ role, blocks: [...content] });
  }
  return turns;
}

/** The rule of counting: a text or a thought counts its characters, all else those of its JSON; four make a token. */
export function tokensOf(block: object): number {
  const text = Reflect.get(block, "text") ?? Reflect.get(block, "thinking");
  const counted = typeof text === "string" ? text : canonical(block, uncounted);
  return Math.max(1, Math.ceil(counted.length / 4));
}

/**
 * What the model would read, so that two blocks can be compared: without breakpoints and empty fields, keys in
 * order. Within what the model or the client wrote as JSON (`input`, schemas), the order of keys is kept: it
 * is part of the prompt, and a store that sorts keys changes it.
 */
export function canonical(value: unknown, without: ReadonlySet<string> = unread): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, without)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .filter(([key, field]) => field !== null && field !== undefined && !without.has(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([key, field]) =>
        `"${key}":${verbatim.has(key) ? JSON.stringify(field) : canonical(field, without)}`,
    );
  return `{${fields.join(",")}}`;
}

export const digest = (...parts: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
};

const verbatim: ReadonlySet<string> = new Set(["input", "input_schema", "schema"]);
/** `caller` says who called a tool; unless code did, it tells the model nothing. */
const unread: ReadonlySet<string> = new Set(["cache_control", "caller"]);
/** Quotes are not billed again when they are sent back, and signatures are no text. */
const uncounted: ReadonlySet<string> = new Set([...unread, "citations", "signature"]);

function unit(place: Unit["place"], path: string, part: object, role = ""): Unit {
  return {
    place,
    path,
    text: `${role}${canonical(part)}`,
    tokens: tokensOf(part),
    marks: marksIn(part),
  };
}

function marksIn(value: unknown): readonly Ttl[] {
  if (Array.isArray(value)) return value.flatMap(marksIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    if (key !== "cache_control") return verbatim.has(key) ? [] : marksIn(field);
    return field ? [field.ttl === "1h" ? "1h" : "5m"] : [];
  });
}
