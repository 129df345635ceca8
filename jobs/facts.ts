import type { DraftFacts, TaskFacts } from "../blocks/facts.ts";
import type { TaskId } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import type { Sql } from "../src/store/database.ts";
import { isQuiet } from "../src/store/channels.ts";
import { listDecisions } from "../src/store/decisions.ts";
import { countUnshown } from "../src/store/deliveries.ts";
import { getDraft, listCitations, listDrafts } from "../src/store/drafts.ts";
import { findWait } from "../src/store/fence.ts";
import { listWaitingNotes } from "../src/store/notes.ts";
import { listRuns, listSubtasks } from "../src/store/runs.ts";
import { countAhead } from "../src/store/admission.ts";
import { getTask } from "../src/store/tasks.ts";

/** Everything that a task's messages show, as the rows say it now. */
export async function loadFacts(sql: Sql, taskId: TaskId): Promise<TaskFacts> {
  const task = await getTask(sql, taskId);
  const decisions = await listDecisions(sql, taskId);
  const drafts: DraftFacts[] = [];
  for (const row of await listDrafts(sql, taskId)) {
    drafts.push({
      ...row,
      citations: await listCitations(sql, taskId, row.revision),
      decision: decisions.find(({ revision }) => revision === row.revision) ?? null,
    });
  }
  const { team, channel } = task.thread;
  const runs = await listRuns(sql, taskId);
  return {
    task,
    quiet: await isQuiet(sql, { team, id: channel }),
    estimateSeconds:
      runs.find(({ revision }) => revision === task.revision)?.plan?.estimate.seconds ?? null,
    ahead: task.state.status === "queued" ? await countAhead(sql, taskId) : 0,
    wait:
      (task.state.status === "running" &&
        (await findWait(sql, { taskId, revision: task.revision }))) ||
      null,
    subtasks: await listSubtasks(sql, { taskId, revision: task.revision }),
    drafts,
    notes: (await listWaitingNotes(sql, taskId)).length,
    unshown: await countUnshown(sql, taskId),
  };
}

/** One draft with its citations, for a modal over it. */
export async function loadDraft(
  sql: Sql,
  task: Task,
  revision: number,
): Promise<DraftFacts | undefined> {
  const row = await getDraft(sql, task.id, revision);
  if (row === undefined) return undefined;
  const citations = await listCitations(sql, task.id, revision);
  return { ...row, citations, decision: null };
}
