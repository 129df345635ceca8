import type { TaskId } from "../domain/ids.ts";
import type { Sql } from "./database.ts";
import { capacity, lockAdmission } from "./leases.ts";

/** How many runs may go on at once for one person, and for one workspace, however many workers there are. */
export type Bounds = { readonly perPerson: number; readonly perWorkspace: number };

/** A run that has been given a slot, ready to be sent to its first phase. */
export type Admitted = {
  readonly taskId: TaskId;
  readonly revision: number;
  readonly epoch: number;
};

/** More at once than this are left for the next to admit: one statement must not last. */
const admittedAtOnceMax = 200;

/** Enters a run among those that wait, unless it is there already. Others may give it a slot from then on. */
export async function awaitSlot(tx: Sql, taskId: TaskId): Promise<void> {
  await lockAdmission(tx);
  await tx.query(
    "update task set waits_since = clock_timestamp() where id = $1 and status = 'queued' and waits_since is null",
    [taskId],
  );
}

/**
 * Gives the free slots to waiting runs, in the order of the view `waiting`. The bounds are exact: one transaction at a time
 * does this, and sees what the one before did. Never waits for a task's row, so callers may hold some.
 */
export async function admitWaiting(tx: Sql, bounds: Bounds): Promise<readonly Admitted[]> {
  await lockAdmission(tx);
  const { rows } = await tx.query<Admitted>(
    `with room as (
       select ${capacity} - (select count(*)::int from task where admitted_at is not null) as runs
     ), of_person as (
       select * from waiting
       where waits_since is not null and turn <= $1 and (select runs from room) > 0
     ), of_workspace as (
       select w.*, coalesce(held.runs, 0) + row_number() over (
           partition by w.team order by w.lane, w.turn, w.created_at, w.number
         ) as place
       from of_person w
       left join (
         select team, count(*) as runs from task where admitted_at is not null group by team
       ) held using (team)
     ), chosen as (
       select id from of_workspace where place <= $2
       order by lane, turn, created_at, number
       limit greatest(0, least($3, (select runs from room)))
     ), free as (
       select id from task where id in (select id from chosen) for update skip locked
     )
     update task set admitted_at = clock_timestamp() from free
     where task.id = free.id and task.status = 'queued' and task.admitted_at is null
     returning task.id as "taskId", task.revision, task.epoch`,
    [bounds.perPerson, bounds.perWorkspace, admittedAtOnceMax],
  );
  return rows;
}

/** Whether a run has a slot. */
export async function isAdmitted(sql: Sql, taskId: TaskId): Promise<boolean> {
  const { rows } = await sql.query(
    "select id from task where id = $1 and admitted_at is not null",
    [taskId],
  );
  return rows.length > 0;
}

/** A run that waits for a batch gives up its slot, and stays where it is. */
export async function leaveSlot(tx: Sql, taskId: TaskId): Promise<void> {
  await tx.query("update task set admitted_at = null where id = $1 and status = 'running'", [
    taskId,
  ]);
}

/**
 * Gives a run that is under way a slot again, if there is room for it, or finds that it has one. Like the others, never waits for
 * a task's row: who is changing it will be asked again.
 */
export async function retakeSlot(tx: Sql, bounds: Bounds, taskId: TaskId): Promise<boolean> {
  if (await isAdmitted(tx, taskId)) return true;
  await lockAdmission(tx);
  const { rowCount } = await tx.query(
    `with own as (
       select id, team, requester from task
       where id = $1 and status = 'running' and admitted_at is null for update skip locked
     ), held as (
       select count(*)::int as runs, (count(*) filter (where t.team = own.team))::int as of_workspace,
         (count(*) filter (where t.team = own.team and t.requester = own.requester))::int as of_person
       from own left join task t on t.admitted_at is not null
     )
     update task set admitted_at = clock_timestamp() from own, held
     where task.id = own.id and held.runs < ${capacity}
       and held.of_person < $2 and held.of_workspace < $3`,
    [taskId, bounds.perPerson, bounds.perWorkspace],
  );
  return rowCount === 1;
}

/** Whether any run waits for a slot. */
export async function isAnyWaiting(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query(
    "select id from task where status = 'queued' and admitted_at is null and waits_since is not null limit 1",
  );
  return rows.length > 0;
}

/** How many runs of the workspace get a slot before this one. Zero for one that has its slot. */
export async function countAhead(sql: Sql, taskId: TaskId): Promise<number> {
  const { rows } = await sql.query<{ ahead: number }>(
    `select count(*)::int as ahead from waiting w, waiting own
     where own.id = $1 and w.team = own.team
       and (w.lane, w.turn, w.created_at, w.number) < (own.lane, own.turn, own.created_at, own.number)`,
    [taskId],
  );
  return rows[0]?.ahead ?? 0;
}

/** Tasks under way that no job is about, and have not been for a while: something was lost on the way. */
export async function listStuck(
  sql: Sql,
  quietSeconds: number,
): Promise<readonly (Admitted & { phase: string | null })[]> {
  const { rows } = await sql.query<Admitted & { phase: string | null }>(
    `select t.id as "taskId", t.revision, t.epoch, t.state ->> 'phase' as phase from task t
     where (t.status = 'running'
         or (t.status = 'queued' and (t.admitted_at is not null or t.waits_since is null)))
       and greatest(t.changed_at, t.admitted_at) < clock_timestamp() - $1 * interval '1 second'
       and not exists (select from batch b where b.task_id = t.id and b.epoch = t.epoch)
       and not exists (
         select from pgboss.job j
         where j.state < 'completed' and j.name not in ('deliver', 'triage', 'assume')
           and j.data ->> 'taskId' = t.id::text
       )
     limit 100 for update of t skip locked`,
    [quietSeconds],
  );
  return rows;
}
