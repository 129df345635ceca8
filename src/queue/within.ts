import { prepared, type Sql } from "../store/database.ts";

/** Lets the library's statements run where ours do: in the caller's transaction, or on the caller's connections. */
export const within = (sql: Sql) => ({
  executeSql: (text: string, values?: unknown[]) => sql.query(prepared(text, values ?? [])),
});
