import { z } from "zod";
import { SourceQuery } from "./source.ts";

/** What sort of task a request is. */
export const Kind = z.enum(["research", "summary", "document", "draft", "workflow"]);
export type Kind = z.infer<typeof Kind>;

/** How a model goes about a part of a plan; an engine without one has no use for it. */
export const Manner = z.object({
  /** `read`: what is named is read, and all of it counts. Else it is looked for, on the web or within what is ours. */
  by: z.enum(["read", "web", "inside"]),
  /** What is not to be looked for here, because it is not asked or another part does it. */
  boundaries: z.string(),
  effort: z.enum(["low", "medium", "high"]),
  /** It was thought out by somebody who had read what is not public: its words may carry that. */
  tainted: z.boolean(),
  /** Another part of the same plan reads what is not public. Left out: none does. */
  besidePrivate: z.boolean().optional(),
});
export type Manner = Readonly<z.infer<typeof Manner>>;

/** One part of a plan, gathered on its own, in parallel with the others. */
export const Subtask = z.object({
  /** Counts from 1 within its plan; where that takes the place of another in the same run, on from there once it is stored. */
  number: z.int().positive(),
  /** As the card shows it, e.g. `Read #product since Monday`. At most 80 characters. */
  title: z.string().min(1).max(80),
  /** What it is to find out, as a search query or question. */
  objective: z.string(),
  queries: z.array(SourceQuery).readonly(),
  manner: Manner.optional(),
});
export type Subtask = Readonly<z.infer<typeof Subtask>>;

/** How a run will go about its request. */
export const Plan = z.object({
  /** The request in the engine's own words. */
  question: z.string(),
  doneWhen: z.array(z.string()).readonly(),
  /** Whether what the run before has read is used again (a revision that only asks for another shape). */
  reuse: z.boolean(),
  /** None only where there is something to write from already. */
  subtasks: z.array(Subtask).max(8).readonly(),
  estimate: z.object({ seconds: z.number().nonnegative(), usd: z.number().nonnegative() }),
});
export type Plan = Readonly<z.infer<typeof Plan>>;
