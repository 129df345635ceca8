import { z } from "zod";

/** What came of the addresses. */
export const Report = z.object({
  asked: z.int(),
  /** Those of which a connection reached the canary. */
  reached: z.array(z.string()),
  /** Those that ended otherwise than with a page or a sentence. */
  wordless: z.array(z.string()),
  /** Honest pages that were read, of two. */
  honest: z.int(),
});
export type Report = z.infer<typeof Report>;
