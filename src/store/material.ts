import { z } from "zod";
import type { TaskId } from "../domain/ids.ts";
import { Finding, Passage, type Source, Source as SourceSchema } from "../domain/source.ts";
import type { Sql } from "./database.ts";

/** What one subtask brought home; positions count within it. */
export type GatheredRow = {
  readonly subtask: number;
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
};

type Revision = { readonly taskId: TaskId; readonly revision: number };

/** Stores what a subtask has read and found, and marks it done. Doing it twice is refused by the table's keys. */
export async function saveGathered(tx: Sql, run: Revision, gathered: GatheredRow): Promise<void> {
  const { taskId, revision } = run;
  const key = [taskId, revision, gathered.subtask];
  await tx.query(
    `insert into source (task_id, revision, subtask, position, type, title, url, read_at, visibility)
     select $1, $2, $3, position, type, title, url, read_at, visibility
     from json_to_recordset($4) as s(position int, type text, title text, url text, read_at timestamptz, visibility json)`,
    [...key, JSON.stringify(gathered.sources.map(sourceRow))],
  );
  await tx.query(
    `insert into passage (task_id, revision, subtask, source, position, text, speaker, locator, url)
     select $1, $2, $3, source, position, text, speaker, locator, url
     from json_to_recordset($4) as p(source int, position int, text text, speaker text, locator text, url text)`,
    [...key, JSON.stringify(gathered.sources.flatMap(passageRows))],
  );
  await tx.query(
    `insert into finding (task_id, revision, subtask, position, source, passage, score, why)
     select $1, $2, $3, position, source, passage, score, why
     from json_to_recordset($4) as f(position int, source int, passage int, score float8, why text)`,
    [
      ...key,
      JSON.stringify(gathered.findings.map((finding, position) => ({ ...finding, position }))),
    ],
  );
  await tx.query(
    `update subtask set status = 'done', notes = $4
     where task_id = $1 and revision = $2 and number = $3 and status in ('pending', 'running')`,
    [...key, JSON.stringify(gathered.notes)],
  );
}

const sourceRow = ({ type, title, url, readAt, visibility }: Source, position: number) => ({
  position,
  type,
  title,
  url,
  read_at: readAt,
  visibility,
});

const passageRows = ({ passages }: Source, source: number) =>
  passages.map((passage, position) => ({ ...passage, source, position }));

/**
 * Everything a run's subtasks brought home, in the order of the plans; failed ones appear with their problem as a note, those
 * that a change of scope dropped not at all.
 */
export async function listGathered(sql: Sql, run: Revision): Promise<readonly GatheredRow[]> {
  const key = [run.taskId, run.revision];
  const subtasks = await sql.query(
    `select number, notes, problem from subtask
     where task_id = $1 and revision = $2 and status <> 'dropped' order by number`,
    key,
  );
  const sources = await sql.query(
    `select subtask, position, type, title, url, read_at as "readAt", visibility
     from source where task_id = $1 and revision = $2 order by subtask, position`,
    key,
  );
  const passages = await sql.query(
    `select subtask, source, text, speaker, locator, url
     from passage where task_id = $1 and revision = $2 order by subtask, source, position`,
    key,
  );
  const findings = await sql.query(
    `select subtask, source, passage, score, why
     from finding where task_id = $1 and revision = $2 order by subtask, position`,
    key,
  );
  const passagesBySource = Map.groupBy(passages.rows, (row) => `${row.subtask}/${row.source}`);
  const sourcesBySubtask = Map.groupBy(sources.rows, (row) => Number(row.subtask));
  const findingsBySubtask = Map.groupBy(findings.rows, (row) => Number(row.subtask));
  return subtasks.rows.map((row) => {
    const subtask = z.int().parse(row.number);
    const own = sourcesBySubtask.get(subtask) ?? [];
    const notes = z.array(z.string()).parse(row.notes);
    return {
      subtask,
      sources: own.map((source) =>
        SourceSchema.parse({
          ...source,
          passages: (passagesBySource.get(`${subtask}/${source.position}`) ?? []).map((passage) =>
            Passage.parse(passage),
          ),
        }),
      ),
      findings: (findingsBySubtask.get(subtask) ?? []).map((finding) => Finding.parse(finding)),
      notes: row.problem === null ? notes : [...notes, String(row.problem)],
    };
  });
}
