import { z } from "zod";
import { Measured } from "../../rig/measure.ts";

/** What a person would be told about one page, and what reading it did to the process. */
export const Told = z.object({
  path: z.string(),
  round: z.int(),
  notes: z.array(z.string()),
  text: z.string(),
  measured: Measured,
});
export type Told = z.infer<typeof Told>;

/** The reading process is ended above this, in bytes: far more than is allowed, far less than the machine has. */
export const memoryBytesMax = 512 * 1024 ** 2;
