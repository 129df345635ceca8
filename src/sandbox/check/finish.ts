import { z } from "zod";
import { Block } from "../shapes.ts";
import { inputsOnly, interactive } from "./elements.ts";
import { newId } from "../world/ids.ts";

const actionTypes: ReadonlySet<string> = new Set(
  [...interactive, ...inputsOnly].map((element) => element.shape.type.value),
);
const Thing = z.looseObject({ type: z.string().optional() });

/** Adds what Slack adds to a posted block: its id, ids of elements, `emoji` and `verbatim` of texts. */
export function finish(block: Block): Block {
  return Block.parse({ ...finishInside(block), block_id: block.block_id ?? shortId() });
}

function finishInside(block: Block): Record<string, unknown> {
  // A rich text or table holds texts of its own kinds, which stay as they are.
  if (block.type === "rich_text" || block.type === "table") return block;
  return finishFields(block);
}

function finishFields(thing: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(thing).map(([key, value]) => [key, finishValue(value)] as const);
  return Object.fromEntries(entries);
}

function finishValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(finishValue);
  const thing = Thing.safeParse(value);
  if (!thing.success) return value;
  const done = finishFields(thing.data);
  const { type } = thing.data;
  if (type === "plain_text") return { emoji: true, ...done };
  if (type === "mrkdwn") return { verbatim: false, ...done };
  if (type !== undefined && actionTypes.has(type)) return { action_id: shortId(), ...done };
  return done;
}

const shortId = () => newId("").slice(0, 5);
