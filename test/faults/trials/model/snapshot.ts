import { z } from "zod";
import { chainHash, HistoryEntry } from "../../../../src/domain/history.ts";
import type { TaskId } from "../../../../src/domain/ids.ts";
import { type Database, prepared } from "../../../../src/store/database.ts";
import type { Rows } from "./life.ts";

const Snapshot = z.object({
  stand: z.unknown(),
  history: z.array(HistoryEntry.extend({ hash: z.string() })),
  runs: z.array(z.unknown()),
  parts: z.unknown(),
  steps: z.unknown(),
  budget: z.unknown(),
  notes: z.array(z.unknown()),
  hearings: z.unknown(),
  decisions: z.array(z.unknown()),
  drafts: z.unknown(),
  deliveries: z.unknown(),
  claim: z.unknown(),
});

/** What the tables hold of a task, in the shape of the model, in one statement. Throws where the chain of its history is broken. */
export async function snapshot(
  db: Database,
  id: TaskId,
): Promise<{ [Key in keyof Rows]: unknown }> {
  const { rows } = await db.query<{ all: unknown }>(prepared(statement, [id]));
  const { history, ...rest } = Snapshot.parse(rows[0]?.all);
  let previous = "";
  for (const [n, { hash, ...entry }] of history.entries()) {
    if (entry.position !== n + 1 || hash !== chainHash(previous, entry)) {
      throw new Error(`the history is broken at its entry ${n + 1}`);
    }
    previous = hash;
  }
  const lines = history.map(({ event, statusBefore, statusAfter, revision }) => [
    event.type,
    statusBefore,
    statusAfter,
    revision,
  ]);
  return { ...rest, history: lines };
}

const listOf = (item: string, rest: string): string =>
  `coalesce((select json_agg(${item}) from ${rest}), '[]')`;
const recordOf = (key: string, value: string, table: string): string =>
  `coalesce((select json_object_agg(${key}, ${value}) from ${table} where task_id = $1), '{}')`;
/** Ids of notes are one row for all tasks; the model counts its own. */
const countUpTo = (id: string): string =>
  `(select count(*) from note where note.task_id = $1 and note.id <= ${id})`;

const statement = `select json_build_object(
  'stand', (select json_build_object('status', status, 'phase', state ->> 'phase',
    'revision', revision, 'epoch', epoch, 'asked', state -> 'choice' is not null) from task where id = $1),
  'budget', (select budget_usd from task where id = $1),
  'history', ${listOf(
    `json_build_object('taskId', task_id, 'position', position, 'event', event, 'revision', revision,
      'statusBefore', status_before, 'statusAfter', status_after, 'at', at, 'hash', hash) order by position`,
    "history where task_id = $1",
  )},
  'runs', ${listOf(
    `json_build_object('revision', revision, 'scope', scope,
      'short', case when short_of is not null then json_build_array(short_of, short_usd) end) order by revision`,
    "run where task_id = $1",
  )},
  'parts', ${recordOf("revision || ':' || name", "claim", "part")},
  'steps', ${recordOf("revision || ':' || name", "output", "step")},
  'notes', ${listOf("json_build_object('text', text, 'revision', revision, 'isFeedback', is_feedback) order by id", "note where task_id = $1")},
  'hearings', ${recordOf(
    "revision || ':' || part || ':' || step",
    `json_build_array(${countUpTo("note_after")}, ${countUpTo("note_upto")})`,
    "hearing",
  )},
  'decisions', ${listOf("json_build_array(revision, type, by) order by id", "decision where task_id = $1")},
  'drafts', ${recordOf("revision", "json_build_array(hash, edited_by)", "draft")},
  'deliveries', ${recordOf(
    "key",
    "json_build_object('state', state, 'ts', ts, 'hash', hash, 'attempt', attempt)",
    "delivery",
  )},
  'claim', (select claim from thread_claim where task_id = $1)
) as all`;
