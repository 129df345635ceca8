import type { DraftFacts, TaskFacts } from "../blocks/facts.ts";
import { defaultLimits } from "../src/domain/budget.ts";
import type { TaskId } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import type { Sql } from "../src/store/database.ts";
import { findBatchUntil } from "../src/store/batches.ts";
import { isQuiet } from "../src/store/channels.ts";
import { listDecisions } from "../src/store/decisions.ts";
import { countUnshown } from "../src/store/deliveries.ts";
import { getDraft, listCitations, listDrafts } from "../src/store/drafts.ts";
import { findWait } from "../src/store/fence.ts";
import { listWaitingNotes } from "../src/store/notes.ts";
import { getQuestion } from "../src/store/questions.ts";
import { listRuns, listSubtasks } from "../src/store/runs.ts";
import { getTaskMoney } from "../src/store/spending.ts";
import { countAhead } from "../src/store/admission.ts";
import { getTask } from "../src/store/tasks.ts";
import { moneyOf } from "./money.ts";

/** Everything that a task's messages show, as the rows say it now. */
export async function loadFacts(
  sql: Sql,
  taskId: TaskId,
  limits = defaultLimits,
): Promise<TaskFacts> {
  const task = await getTask(sql, taskId);
  const decisions = await listDecisions(sql, taskId);
  const spent = await getTaskMoney(sql, taskId);
  const money = moneyOf(spent, limits);
  const drafts: DraftFacts[] = [];
  for (const row of await listDrafts(sql, taskId)) {
    const cost = spent.upTo.findLast(({ revision }) => revision <= row.revision);
    drafts.push({
      ...row,
      cost: cost !== undefined && cost.spentCents > 0 ? cost : null,
      short: row.revision === task.revision && money?.shortOf != null ? money : null,
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
    wait: await loadWait(sql, task),
    subtasks: await listSubtasks(sql, { taskId, revision: task.revision }),
    drafts,
    question: (await getQuestion(sql, taskId)) ?? null,
    money,
    notes: (await listWaitingNotes(sql, taskId)).length,
    unshown: await countUnshown(sql, taskId),
  };
}

async function loadWait(sql: Sql, task: Task): Promise<TaskFacts["wait"]> {
  const { id: taskId, revision, epoch, state } = task;
  if (state.status !== "running") return null;
  const until = await findBatchUntil(sql, { taskId, epoch });
  if (until !== undefined) return { for: "Claude", until, isBatch: true };
  return (await findWait(sql, { taskId, revision })) ?? null;
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
  return { ...row, cost: null, short: null, citations, decision: null };
}
