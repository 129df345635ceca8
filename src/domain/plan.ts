import { z } from "zod";
import { SourceQuery } from "./source.ts";

/** What sort of task a request is. */
export const Kind = z.enum(["research", "summary", "document", "draft", "workflow"]);
export type Kind = z.infer<typeof Kind>;

/** One part of a plan, gathered on its own, in parallel with the others. */
export const Subtask = z.object({
  /** Counts from 1 within its plan. */
  number: z.int().positive(),
  /** As the card shows it, e.g. `Read #product since Monday`. At most 80 characters. */
  title: z.string().min(1).max(80),
  /** What it is to find out, as a search query or question. */
  objective: z.string(),
  queries: z.array(SourceQuery).readonly(),
});
export type Subtask = Readonly<z.infer<typeof Subtask>>;

/** How a run will go about its request. */
export const Plan = z.object({
  /** The request in the engine's own words. */
  question: z.string(),
  doneWhen: z.array(z.string()).readonly(),
  /** Whether what the run before has read is used again (a revision that only asks for another shape). */
  reuse: z.boolean(),
  /** None only where `reuse` is true. */
  subtasks: z.array(Subtask).max(8).readonly(),
  estimate: z.object({ seconds: z.number().nonnegative(), usd: z.number().nonnegative() }),
});
export type Plan = Readonly<z.infer<typeof Plan>>;
