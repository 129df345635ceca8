import type { Database } from "../../../../src/store/database.ts";
import type { Fence } from "../../../../src/store/fence.ts";
import { finishStep, startStep } from "../../../../src/store/steps.ts";
import type { Remember } from "../../../../src/queue/remember.ts";

/** In place of `src/queue/remember.ts`: writes everything down and never looks. */
export const rememberIn =
  (db: Database, fence: Fence): Remember =>
  async (name, output, work) => {
    await startStep(db, fence, name);
    const result = output.parse(await work());
    await finishStep(db, fence, name, JSON.stringify(result));
    return result;
  };
