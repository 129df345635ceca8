import { randomUUID } from "node:crypto";
import { write } from "../../../../jobs/write.ts";
import { ChannelId, MessageTs, TaskId, TeamId, UserId } from "../../../../src/domain/ids.ts";
import type { Send } from "../../../../src/queue/queue.ts";
import type { Database } from "../../../../src/store/database.ts";
import { listDrafts, saveDraft } from "../../../../src/store/drafts.ts";
import { savePlan } from "../../../../src/store/runs.ts";
import { openTask } from "../../../../src/store/openings.ts";
import { changeTask, getTask } from "../../../../src/store/tasks.ts";
import type { Scenario } from "./competition.ts";
import { aDraft, aPlan } from "./engine.ts";
import type { Sight } from "./people.ts";

export const team = TeamId.parse("T1");
export const people = { ada: UserId.parse("UADA"), grace: UserId.parse("UGRACE") };
const channel = ChannelId.parse("C1");

/** A task of Ada's, led to where the competition begins. */
export async function prepare(
  db: Database,
  send: Send,
  { start }: Scenario,
  threadTs: string,
): Promise<TaskId> {
  const id = TaskId.parse(randomUUID());
  const at = new Date();
  const thread = { team, channel, ts: MessageTs.parse(threadTs) };
  const question = "Why is checkout slow?";
  const asked = { kind: "research", origin: "mention", requester: people.ada, given: [] } as const;
  await db.transaction(async (tx) => {
    await openTask(tx, [`trial:${id}`], { ...asked, id, thread, question, createdAt: at });
    const run = { taskId: id, revision: 1 };
    await changeTask(tx, id, { type: "advance", revision: 1, phase: "plan", at });
    await savePlan(tx, run, aPlan(question), "extractive");
    await changeTask(tx, id, { type: "advance", revision: 1, phase: "write", at });
    if (start === "running") return send(tx, write, { ...run, epoch: 0 });
    await saveDraft(tx, run, aDraft(question, []), [], null);
    await changeTask(tx, id, { type: "submit", revision: 1, at });
  });
  return id;
}

/** What the thread shows now: the buttons under the newest draft. */
export async function look(db: Database, id: TaskId): Promise<Sight> {
  const task = await getTask(db, id);
  const draft = (await listDrafts(db, id)).at(-1);
  const { revision } = draft ?? task;
  return {
    reference: { task: id, revision, hash: draft?.hash ?? null },
    draft,
    place: { team, channel, ts: task.thread.ts ?? "" },
  };
}
