import { expect } from "vitest";
import { z } from "zod";
import { TaskId } from "../../src/domain/ids.ts";
import { chainHash } from "../../src/domain/history.ts";
import type { Message } from "../../src/sandbox/shapes.ts";
import type { Sql } from "../../src/store/database.ts";
import { listHistory } from "../../src/store/history.ts";
import { channels, type LegworkOptions, people, startLegwork } from "../support/legwork.ts";

/** Legwork with one task of Ada's that waits for a decision in `#product`. */
export async function startInReview(options: LegworkOptions = {}) {
  const legwork = await startLegwork(options);
  await legwork.slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  return Object.assign(legwork, { first: await legwork.draft(channels.product) });
}

export type InReview = Awaited<ReturnType<typeof startInReview>>;

/** The messages of all drafts, oldest first, as they are now. */
export const draftsOf = ({ slack }: InReview): readonly Message[] =>
  slack
    .messages(channels.product)
    .filter(({ metadata }) => String(metadata?.event_payload["key"]).includes(":draft:"));

/** The modal that a person has open, once it is. */
export const opened = ({ slack }: InReview, user: string) =>
  slack.until(() => slack.as(user).views().at(-1));

const Row = z.object({ id: TaskId, status: z.string(), revision: z.int() });

export async function taskRow(db: Sql, number = 1): Promise<z.infer<typeof Row>> {
  const { rows } = await db.query("select id, status, revision from task where number = $1", [
    number,
  ]);
  return Row.parse(rows[0]);
}

/** Who did what, in order; fails where the chain of hashes is broken. */
export async function storyOf(db: Sql, number = 1): Promise<readonly string[]> {
  const entries = await listHistory(db, (await taskRow(db, number)).id);
  let previous = "";
  for (const [n, { hash, ...entry }] of entries.entries()) {
    expect(entry.position).toBe(n + 1);
    expect(chainHash(previous, entry)).toBe(hash);
    previous = hash;
  }
  return entries.map(({ event }) => event.type).filter((type) => type !== "advance");
}

export async function decisionsOf(db: Sql): Promise<readonly string[]> {
  const { rows } = await db.query<{ said: string }>(
    "select revision || ' ' || type || ' ' || by as said from decision order by id",
  );
  return rows.map(({ said }) => said);
}
