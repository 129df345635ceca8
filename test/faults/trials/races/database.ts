import type { Database } from "../../../../src/store/database.ts";
import { intercept, type Statement } from "../../rig/statements.ts";
import type { Turns } from "./turns.ts";

/** How a database is seen in a competition: each statement and each end of a transaction waits for its turn. */
export function inTurns(db: Database, { turn }: Turns): Database {
  const around =
    (how: { readonly frees: boolean }) =>
    async ({ text, send }: Statement): Promise<unknown> => {
      const landed = await turn(labelOf(text), how);
      try {
        return await send();
      } finally {
        landed();
      }
    };
  const transaction: Database["transaction"] = async (work) => {
    let landed = nothing;
    try {
      return await db.transaction(async (tx) => {
        try {
          const result = await work(intercept(tx, around({ frees: false })));
          landed = await turn("commit", { frees: true });
          return result;
        } catch (error) {
          landed = await turn("rollback", { frees: true });
          throw error;
        }
      });
    } finally {
      landed();
    }
  };
  const dispose = () => db[Symbol.asyncDispose]();
  return { ...intercept(db, around({ frees: true })), transaction, [Symbol.asyncDispose]: dispose };
}

const labelLengthMax = 60;

const labelOf = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, labelLengthMax);

const nothing = (): void => {};
