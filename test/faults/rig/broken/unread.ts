import type { Limits } from "../../../../src/domain/budget.ts";
import type { Answer, Call } from "../../../../src/queue/intent.ts";
import { payIn as paying } from "../../../../src/queue/pay.ts";
import type { Database } from "../../../../src/store/database.ts";
import type { Fence } from "../../../../src/store/fence.ts";
import { findPaid } from "../../../../src/store/reservations.ts";

/** In place of `src/queue/pay.ts`: nobody reads an answer that is stored; the model is asked again. */
export const payIn = (db: Database, fence: Fence, limits: Limits) => {
  const pay = paying(db, fence, limits);
  return async (call: Call): Promise<Answer> => {
    const known = await findPaid(db, fence, call.name);
    if (known.status !== "done") return await pay(call);
    const { output } = await call.work();
    return { output, budgetGone: 0 };
  };
};
