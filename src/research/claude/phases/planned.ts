import { z } from "zod";

/** A plan as the model makes it. Limits are told in the schema and kept by us. */
export const Planned = z.object({
  question: z.string(),
  done_when: z.array(z.string()),
  reuse: z.boolean(),
  subtasks: z.array(
    z.object({
      title: z.string(),
      objective: z.string(),
      boundaries: z.string(),
      effort: z.enum(["low", "medium", "high"]),
      reads: z.array(z.enum(["web", "library", "given"])),
      given: z.array(z.int().min(1)),
      queries: z.array(z.string()),
    }),
  ),
});
export type Planned = z.infer<typeof Planned>;
