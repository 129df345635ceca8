import { replies } from "../../blocks/replies.ts";
import { answerQuestion } from "../../jobs/answer.ts";
import { revise } from "../../jobs/revise.ts";
import { deliverTo, runOf } from "../../jobs/run.ts";
import { triage } from "../../jobs/triage.ts";
import { readAnswer } from "../domain/question.ts";
import { readRemark } from "../domain/remark.ts";
import { requestLengthMax } from "../domain/request.ts";
import type { Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { receive } from "../store/inbox.ts";
import { addNote } from "../store/notes.ts";
import { lockTask } from "../store/tasks.ts";
import { whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";
import { filesOf } from "./files.ts";
import { retryTask } from "./retry.ts";
import type { Said } from "./said.ts";
import { sayInThread } from "./say.ts";
import { stopTask } from "./stop.ts";

/**
 * Acts on what was said about a task, once per message. What it means is judged again under the task's lock: a note that
 * comes in the moment the draft does is feedback on it, not a note that nobody takes up.
 */
export async function answerRemark(
  deps: ListenerDeps,
  said: Said,
  { id }: Pick<Task, "id">,
): Promise<void> {
  const { who, inboxKeys } = said;
  await deps.db.transaction(async (tx) => {
    if (!(await receive(tx, who.team, inboxKeys))) return;
    const task = await lockTask(tx, id);
    const whispered = await act(tx, deps, said, task);
    if (whispered !== undefined) await whisperIn(tx, deps.send, who, whispered);
  });
}

/** Answers with what is only for whoever said it. */
async function act(
  tx: Sql,
  deps: ListenerDeps,
  said: Said,
  task: Task,
): Promise<string | undefined> {
  const { user, place } = said.who;
  const remark = readRemark(said.words, task.state);
  const files = filesOf(said.message).length > 0;
  switch (remark) {
    case "courtesy":
      return files ? replies.filesLater : undefined;
    case "request":
      return replies.refusal("already_closed", task);
    case "stop": {
      const outcome = await stopTask(tx, deps, task, user, place);
      // The end of the task is said to everybody, and a job answers whoever has to be asked about.
      return outcome === "stopped" || outcome === "asking"
        ? undefined
        : replies.refusal(outcome, task);
    }
    case "retry": {
      const outcome = await retryTask(tx, deps, task, user);
      return outcome === "retried" ? replies.retried(task) : replies.refusal(outcome, task);
    }
    case "answer":
    case "note":
    case "feedback":
      if (said.words.length > requestLengthMax) return replies.problem("too_long", null);
      await takers[remark](tx, deps, said, task);
      return files ? replies.filesLater : undefined;
    default:
      return remark satisfies never;
  }
}

/** Stored and confirmed at once; whether it changes what is asked is judged by a job, which then says so in the same message. */
async function takeNote(
  tx: Sql,
  { send, now }: ListenerDeps,
  { who, words, message }: Said,
  task: Task,
): Promise<void> {
  const note = await addNote(tx, task.id, { by: who.user, text: words, at: now() });
  const said = await sayInThread(tx, task, message.ts, replies.noted(task));
  await send(tx, triage, { ...runOf(task), note, said });
  await deliverTo(send, tx, task.id);
}

/** The reply answers what the task asked back; whoever comes first does. */
async function takeAnswer(
  tx: Sql,
  { send, now }: ListenerDeps,
  { who, words, message }: Said,
  task: Task,
): Promise<void> {
  const { state } = task;
  if (state.status !== "waiting" || state.choice === undefined) return;
  const answer = readAnswer(words, state.choice);
  await answerQuestion(tx, send, { id: task.id, by: who.user, answer, at: now() });
  await sayInThread(tx, task, message.ts, replies.answered(task, answer));
}

async function takeFeedback(
  tx: Sql,
  { send, now }: ListenerDeps,
  { who, words, message }: Said,
  task: Task,
): Promise<void> {
  const { id, revision } = task;
  const asked = { id, revision, by: who.user, feedback: words, at: now() };
  const outcome = await revise(tx, send, asked);
  const refused = typeof outcome === "string";
  const text = refused ? replies.refusal(outcome, task) : replies.revising(outcome);
  await sayInThread(tx, task, message.ts, text);
  await deliverTo(send, tx, id);
}

const takers = { answer: takeAnswer, note: takeNote, feedback: takeFeedback } as const;
