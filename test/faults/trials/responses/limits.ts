import { z } from "zod";
import { type FetchLimits, fetchLimits } from "../../../../src/research/sources/limits.ts";
import type { Given } from "../../trial.ts";

const MiB = 1024 ** 2;

/** As the reading process gets them. */
export const Limits: z.ZodType<FetchLimits> = z.record(
  z.enum(Object.keys(fetchLimits) as (keyof FetchLimits)[]),
  z.number(),
);

/** The product's own; a short trial waits and takes in less; the guard is that there are any. */
export const limitsOf = ({ size, guarded }: Given): FetchLimits => ({
  ...fetchLimits,
  ...(size === "short" && brief),
  ...(!guarded && none),
});

const brief = {
  totalMs: 1_500,
  idleMs: 800,
  wireBytesMax: 2 * MiB,
  socketBytesMax: 1.5 * MiB,
  htmlBytesMax: MiB,
};

/** More than anything here sends before it is stopped from outside. */
const none = {
  totalMs: 3_600_000,
  idleMs: 3_600_000,
  redirectsMax: 1_000,
  headerBytesMax: 1024 * MiB,
  wireBytesMax: 1024 ** 2 * MiB,
  socketBytesMax: 1024 ** 2 * MiB,
  documentBytesMax: 1024 ** 2 * MiB,
  htmlBytesMax: 1024 ** 2 * MiB,
};
