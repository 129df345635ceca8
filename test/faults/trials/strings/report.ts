import { z } from "zod";

export const Report = z.object({
  strings: z.int(),
  messages: z.int(),
  /** How often each kind of harm was found. */
  harm: z.record(z.string(), z.int()),
  /** The first that were found, for whoever looks into it. */
  first: z.array(z.string()),
});
export type Report = z.infer<typeof Report>;
