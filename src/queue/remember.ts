import type { z } from "zod";
import { FencedError } from "../errors.ts";
import { reach } from "../points.ts";
import type { Database } from "../store/database.ts";
import { type Fence, isStanding } from "../store/fence.ts";
import { finishStep, getStep, startStep } from "../store/steps.ts";

/** Does `work` once per run and name; later calls, also after a restart, get the stored output. */
export type Remember = <Output>(
  name: string,
  output: z.ZodType<Output>,
  work: () => Promise<Output>,
) => Promise<Output>;

/** A right that was confirmed longer ago than this may be lost by now: a machine can stand still between two lines. In milliseconds. */
const confirmedForMs = 2_000;

/** The memory of one part of a run. What a fenced-off worker still brings home is thrown away with a FencedError. */
export const rememberIn =
  (db: Database, fence: Fence): Remember =>
  async (name, output, work) => {
    const stored = async () => {
      const text = await getStep(db, fence, name);
      return text === undefined ? undefined : { output: output.parse(JSON.parse(text)) };
    };
    const known = await stored();
    if (known !== undefined) return known.output;

    const asked = performance.now();
    if (await startStep(db, fence, name)) {
      reach("step-begun");
      // Whoever stood still since would pay for what others have done meanwhile.
      if (performance.now() - asked > confirmedForMs && !(await isStanding(db, fence))) {
        throw new FencedError(`${name} was lost before it began`);
      }
      const result = output.parse(await work());
      reach("step-worked");
      if (await finishStep(db, fence, name, JSON.stringify(result))) {
        reach("step-finished");
        return result;
      }
    }
    // Another part of the run was first with the same step; what is stored counts for both.
    const theirs = await stored();
    if (theirs === undefined) throw new Error(`step ${name} was neither ours nor theirs`);
    return theirs.output;
  };
