import { z } from "zod";
import type { TeamId } from "../domain/ids.ts";
import type { Sql } from "./database.ts";

export const PersonRow = z.object({
  id: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  isGuest: z.boolean(),
  isStranger: z.boolean(),
});
export type PersonRow = Readonly<z.infer<typeof PersonRow>>;

/** What was learned of these people within the last day; the others are missing. */
export async function listPeople(
  sql: Sql,
  team: TeamId,
  ids: readonly string[],
): Promise<readonly PersonRow[]> {
  const { rows } = await sql.query(
    `select id, name, is_admin as "isAdmin", is_guest as "isGuest", is_stranger as "isStranger"
     from person where team = $1 and id = any($2::text[]) and fetched_at > now() - interval '1 day'`,
    [team, ids],
  );
  return rows.map((row) => PersonRow.parse(row));
}

export async function savePerson(sql: Sql, team: TeamId, person: PersonRow): Promise<void> {
  await sql.query(
    `insert into person (team, id, name, is_admin, is_guest, is_stranger)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (team, id) do update set name = excluded.name, is_admin = excluded.is_admin,
       is_guest = excluded.is_guest, is_stranger = excluded.is_stranger, fetched_at = now()`,
    [team, person.id, person.name, person.isAdmin, person.isGuest, person.isStranger],
  );
}
