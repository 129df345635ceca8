import type { z } from "zod";
import type { Database } from "../store/database.ts";
import type { Fence } from "../store/fence.ts";
import { finishStep, getStep, startStep } from "../store/steps.ts";

/** Does `work` once per run and name; later calls, also after a restart, get the stored output. */
export type Remember = <Output>(
  name: string,
  output: z.ZodType<Output>,
  work: () => Promise<Output>,
) => Promise<Output>;

/** The memory of one part of a run. What a fenced-off worker still brings home is thrown away with a FencedError. */
export const rememberIn =
  (db: Database, fence: Fence): Remember =>
  async (name, output, work) => {
    const known = await getStep(db, fence, name);
    if (known !== undefined) return output.parse(JSON.parse(known));

    await startStep(db, fence, name);
    const result = output.parse(await work());
    await finishStep(db, fence, name, JSON.stringify(result));
    return result;
  };
