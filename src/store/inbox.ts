import type { TeamId } from "../domain/ids.ts";
import type { Sql } from "./database.ts";

/** Notes that a delivery of Slack's is being acted upon in this transaction. False when it was acted upon before. */
export async function receive(tx: Sql, team: TeamId, keys: readonly string[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    "insert into inbox (team, key) select $1, unnest($2::text[]) on conflict do nothing",
    [team, keys],
  );
  return rowCount === keys.length;
}
