import { z } from "zod";
import { Measured } from "../../rig/measure.ts";

/** What a person would be told about one file, and what reading it did to the process. */
export const Told = z.object({
  position: z.int(),
  notes: z.array(z.string()),
  /** Whether anything of it was read. */
  read: z.boolean(),
  measured: Measured,
  /** The most memory that any parsing process had, in bytes; null where the machine does not tell. */
  parserBytes: z.number().nullable(),
});
export type Told = z.infer<typeof Told>;
