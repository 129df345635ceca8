import { isDeepStrictEqual } from "node:util";
import type fc from "fast-check";
import { FencedError } from "../../../../src/errors.ts";
import type { Database } from "../../../../src/store/database.ts";
import type { Life } from "./life.ts";
import { snapshot } from "./snapshot.ts";

/** Something done to a task: to the model, which says what should come of it, and then to the real store. */
export type Move = (life: Life) => {
  /** In a word or two, for whoever has to read what went before. */
  readonly said: string;
  /** What the store should answer; `fenced` where it should throw a FencedError. */
  readonly expected: unknown;
  readonly act: (db: Database) => Promise<unknown>;
};

/** A move as fast-check runs it: the answers have to be the same, and the tables what the model says. */
export const command = (name: string, move: Move): fc.AsyncCommand<Life, Database> => ({
  check: () => true,
  toString: () => name,
  async run(life, db) {
    const { said, expected, act } = move(life);
    life.story.push(said);
    const actual = await answerOf(() => act(db));
    compare(`${said} answered`, expected, actual);
    compare(`after ${said} the tables hold`, life.rows, await snapshot(db, life.id));
  },
});

async function answerOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FencedError) return "fenced";
    return error instanceof Error ? `an error: ${error.message}` : "a thrown value";
  }
}

function compare(what: string, expected: unknown, actual: unknown): void {
  if (isDeepStrictEqual(expected, actual)) return;
  throw new Error(`${what} ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}
