import { z } from "zod";
import { TaskId } from "../src/domain/ids.ts";

/** Ids are written into messages that outlive a deploy: add, never rename. */
export const actionIds = {
  approve: "approve",
  revise: "revise",
  edit: "edit",
  discard: "discard",
  stop: "stop",
  retry: "retry",
  continue: "continue",
  answer: "answer",
  quotes: "quotes",
} as const;

export const viewIds = { revise: "revise", edit: "edit", quotes: "quotes" } as const;

export const shortcutIds = { research: "research_message" } as const;

/** What a button or modal carries: which task, which revision the reader saw, and which exact content. */
export const Reference = z.object({
  task: TaskId,
  revision: z.int().positive(),
  /** Null where there is nothing to approve: Stop, Retry. */
  hash: z.string().nullable(),
  /** How much more may be spent, in US dollars: what whoever clicks has read on the button. */
  usd: z.number().positive().optional(),
  /** Which of the ways to answer a question, from 0. */
  option: z.int().nonnegative().optional(),
});
export type Reference = Readonly<z.infer<typeof Reference>>;

export const encodeReference = (reference: Reference): string => JSON.stringify(reference);

/** Undefined for anything that we did not write. */
export function decodeReference(value: string | undefined): Reference | undefined {
  if (value === undefined) return undefined;
  try {
    return Reference.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined; // Not JSON: an edited or foreign button.
  }
}
