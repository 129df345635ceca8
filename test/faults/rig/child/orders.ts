import { z } from "zod";
import { points } from "../../../../src/points.ts";

export const Begin = z.object({
  order: z.literal("begin"),
  role: z.enum(["worker", "app"]),
  name: z.string(),
  databaseUrl: z.string(),
  apiUrl: z.string(),
  modelUrl: z.string(),
  signingSecret: z.string(),
  /** How many runs it takes at once. */
  concurrency: z.int().positive(),
  /** Of `jobs/deliver`; what is left out is as in production. */
  limits: z.object({ graceMs: z.number().optional(), cardEveryMs: z.number().optional() }),
  /** Where the files of the version before lie, for a process that runs those; else this version's own. */
  former: z.string().optional(),
  /** Where the web is searched: then it thinks with the model stand-in at `modelUrl`, and may spend any amount. */
  searchUrl: z.string().optional(),
  /** Folders that are its library. */
  library: z.array(z.string()).optional(),
  /** Says on stderr what Legwork logs. */
  loud: z.boolean(),
});
export type Begin = z.infer<typeof Begin>;

/** At the so-manieth time that the point is reached, the process is killed, or stands still until it is woken. */
export const Fall = z.object({
  order: z.literal("fall"),
  point: z.enum(points),
  pass: z.int().positive(),
  how: z.enum(["SIGKILL", "SIGSTOP"]),
});
export type Fall = z.infer<typeof Fall>;

export const Order = z.discriminatedUnion("order", [Begin, Fall]);
export type Order = z.infer<typeof Order>;

export const Reply = z.discriminatedUnion("said", [
  z.object({ said: z.literal("begun"), url: z.string() }),
  z.object({ said: z.literal("falling") }),
]);
export type Reply = z.infer<typeof Reply>;
