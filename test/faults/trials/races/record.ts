import { z } from "zod";
import type { TaskId } from "../../../../src/domain/ids.ts";
import { type Decision, listDecisions } from "../../../../src/store/decisions.ts";
import type { Database } from "../../../../src/store/database.ts";
import { type DraftRow, listDrafts } from "../../../../src/store/drafts.ts";
import { listHistory } from "../../../../src/store/history.ts";
import { listRuns } from "../../../../src/store/runs.ts";

const Version = z.object({ revision: z.int(), epoch: z.int(), status: z.string() });
const Note = z.object({ text: z.string(), revision: z.int().nullable() });
const Job = z.object({ name: z.string(), data: z.string() });

/** Everything that a competition left behind. */
export type Record = {
  /** Every version of the task's row that was ever committed, oldest first. */
  readonly versions: readonly z.infer<typeof Version>[];
  readonly history: Awaited<ReturnType<typeof listHistory>>;
  readonly decisions: readonly Decision[];
  readonly drafts: readonly DraftRow[];
  readonly runs: Awaited<ReturnType<typeof listRuns>>;
  readonly notes: readonly z.infer<typeof Note>[];
  readonly jobs: readonly z.infer<typeof Job>[];
};

/** Tables of the trial's own: what the task's row was, version by version, and a way to a task's jobs. */
export const recorder = `
  create table version (
    n bigint generated always as identity primary key,
    task_id uuid, revision int, epoch int, status text
  );
  create index on version (task_id);
  create function keep_version() returns trigger language plpgsql as $$
  begin
    insert into version (task_id, revision, epoch, status)
    values (new.id, new.revision, new.epoch, new.state ->> 'status');
    return null;
  end $$;
  create trigger version after insert or update on task for each row execute function keep_version();
`;

/** Reads it all, after everybody has ended. */
export async function recordOf(db: Database, id: TaskId): Promise<Record> {
  const list = async (sql: string) => (await db.query(sql, [id])).rows;
  return {
    versions: z
      .array(Version)
      .parse(
        await list("select revision, epoch, status from version where task_id = $1 order by n"),
      ),
    history: await listHistory(db, id),
    decisions: await listDecisions(db, id),
    drafts: await listDrafts(db, id),
    runs: await listRuns(db, id),
    notes: z
      .array(Note)
      .parse(await list("select text, revision from note where task_id = $1 order by id")),
    jobs: z
      .array(Job)
      .parse(
        await list("select name, data::text as data from pgboss.job where data ->> 'taskId' = $1"),
      ),
  };
}
