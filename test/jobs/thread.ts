import { randomUUID } from "node:crypto";
import { z } from "zod";
import { deliver, type DeliverDeps } from "../../jobs/deliver.ts";
import type { Draft } from "../../src/domain/draft.ts";
import { TaskId, TeamId, UserId } from "../../src/domain/ids.ts";
import { Task, type TaskEvent } from "../../src/domain/task.ts";
import type { Send, SendOptions } from "../../src/queue/queue.ts";
import { identity } from "../../src/sandbox/seed/workspace.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import type { Call } from "../../src/slack/call.ts";
import { openWorkspace } from "../../src/slack/workspace.ts";
import { openDatabase } from "../../src/store/database.ts";
import { saveDraft } from "../../src/store/drafts.ts";
import { openTask } from "../../src/store/openings.ts";
import { changeTask, getTask } from "../../src/store/tasks.ts";
import { channels, people } from "../support/legwork.ts";
import { temporaryDatabase } from "../support/postgres.ts";

export const team = TeamId.parse(identity.team.id);
export const ada = UserId.parse(people.ada);
export const grace = UserId.parse(people.grace);
const Payload = z.object({ taskId: TaskId });

/** A database and a local Slack, and a way to run `deliver` by hand: nothing happens that the test does not do. */
export async function startThreads() {
  await using opening = new AsyncDisposableStack();
  const { url } = opening.use(await temporaryDatabase());
  let aheadMs = 0;
  const slack = opening.use(
    await startSandbox({
      botToken: "xoxb-test",
      seed: false,
      // Nobody listens there: what people do is not told to any app, and the test need not wait for one.
      delivery: { mode: "http", url: "http://127.0.0.1:1/", signingSecret: "unused" },
      retryDelaysMs: [],
      now: () => new Date(Date.now() + aheadMs),
    }),
  );
  const db = opening.use(
    openDatabase({
      connectionString: url,
      connectionsMax: 5,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 10_000,
    }),
  );
  const slackOf = openWorkspace({
    botToken: "xoxb-test",
    apiUrl: slack.apiUrl,
    now: () => new Date(Date.now() + aheadMs),
  });
  const sent: { queue: string; taskId: TaskId; options: SendOptions }[] = [];
  const send: Send = async (_tx, job, payload, options = {}) => {
    sent.push({ queue: job.queue, ...Payload.parse(payload), options });
  };
  const lines: string[] = [];
  const deps: DeliverDeps = {
    db,
    send,
    slackOf,
    log: (event, fields) => void lines.push(`${event} ${JSON.stringify(fields)}`),
  };
  const stack = opening.move();

  return {
    url,
    slack,
    db,
    deps,
    /** What was sent to queues, in order. */
    sent,
    lines,
    /** Lets time pass, for us and for the local Slack. */
    pass: (ms: number) => void (aheadMs += ms),
    open: (place: { channel?: string; ts?: string | null } = {}) => open(db, place),
    change: (id: TaskId, ...events: TaskEvent[]) => change(db, id, events),
    submit: (id: TaskId, draft: Draft) => submit(db, id, draft),
    task: (id: TaskId) => getTask(db, id),
    /** One run of the job, with no waits unless told. */
    deliver: (taskId: TaskId, limits: DeliverDeps["limits"] = { cardEveryMs: 0, graceMs: 0 }) =>
      deliver.work({ taskId }, { ...deps, limits }, context),
    /** One run in which every call to Slack goes through `through`. */
    deliverThrough: (
      taskId: TaskId,
      through: (call: Call) => Call,
      limits: DeliverDeps["limits"] = { cardEveryMs: 0, graceMs: 0 },
    ) =>
      deliver.work(
        { taskId },
        {
          ...deps,
          limits,
          slackOf: async (id) => {
            const door = await slackOf(id);
            return { ...door, call: through(door.call) };
          },
        },
        context,
      ),
    own: (channel: string = channels.product) =>
      slack.messages(channel).filter(({ bot_id }) => bot_id === identity.botId),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const context = { jobId: "j", signal: new AbortController().signal, deadFrom: null };
type Sql = Parameters<typeof getTask>[0];
type Database = DeliverDeps["db"];

async function open(
  db: Database,
  { channel = channels.product, ts = null }: { channel?: string; ts?: string | null },
): Promise<TaskId> {
  const id = TaskId.parse(randomUUID());
  const thread = Task.shape.thread.parse({ team, channel, ts });
  await db.transaction((tx) =>
    openTask(tx, [`test:${id}`], {
      id,
      kind: "research",
      origin: ts === null ? "command" : "mention",
      thread,
      requester: ada,
      question: "why is checkout slow?",
      given: [],
      createdAt: new Date(),
    }),
  );
  return id;
}

async function change(db: Database, id: TaskId, events: readonly TaskEvent[]): Promise<void> {
  for (const event of events) {
    const outcome = await db.transaction((tx) => changeTask(tx, id, event));
    if (typeof outcome === "string") throw new Error(`refused: ${outcome}`);
  }
}

/** Takes a task through its phases to a draft in review. */
async function submit(db: Database, id: TaskId, draft: Draft): Promise<void> {
  const at = new Date();
  const { revision } = await getTask(db, id);
  await change(db, id, [{ type: "advance", revision, phase: "plan", at }]);
  await db.transaction((tx: Sql) => saveDraft(tx, { taskId: id, revision }, draft, [], null));
  await change(db, id, [{ type: "submit", revision, at }]);
}
