import { z } from "zod";
import type { Database, Sql } from "../../../src/store/database.ts";

/** A statement on its way: its text, and the two things that can be done with it. */
export type Statement = {
  readonly text: string;
  /** The same with another text. */
  readonly as: (text: string) => Statement;
  readonly send: () => Promise<unknown>;
};

/** Has every statement pass through `around`, which sends it on: later, changed, or not at all. */
export function intercept(sql: Sql, around: (statement: Statement) => Promise<unknown>): Sql {
  const query = new Proxy(sql.query, {
    apply: (target, _self, [given, ...rest]: unknown[]) =>
      around(statementOf(given, (changed) => Reflect.apply(target, sql, [changed, ...rest]))),
  });
  return { query, ...(sql.onCommit !== undefined && { onCommit: sql.onCommit }) };
}

/** A database whose statements all have been rewritten. */
export function rewritten(db: Database, rewrite: (text: string) => string): Database {
  const around = (statement: Statement) => statement.as(rewrite(statement.text)).send();
  return {
    ...intercept(db, around),
    transaction: (work) => db.transaction((tx) => work(intercept(tx, around))),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

const Config = z.looseObject({ name: z.string().optional(), text: z.string() });

function statementOf(given: unknown, send: (given: unknown) => Promise<unknown>): Statement {
  const config = Config.safeParse(given).data;
  const text = config?.text ?? String(given);
  return {
    text,
    as: (other) => {
      if (other === text) return statementOf(given, send);
      if (config === undefined) return statementOf(other, send);
      // A statement under a name is another statement once its text is another.
      const named = config.name === undefined ? {} : { name: `${config.name}r` };
      return statementOf({ ...config, ...named, text: other }, send);
    },
    send: () => send(given),
  };
}
