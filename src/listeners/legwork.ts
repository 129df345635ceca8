import type { App } from "@slack/bolt";
import { taskList, taskStatus } from "../../blocks/list.ts";
import { replies } from "../../blocks/replies.ts";
import { loadMoney } from "../../jobs/money.ts";
import { parseTaskNumber, TeamId, UserId } from "../domain/ids.ts";
import type { Task } from "../domain/task.ts";
import { setQuiet } from "../store/channels.ts";
import { findTask, listTasks } from "../store/tasks.ts";
import type { ListenerDeps } from "./deps.ts";
import { retryTask } from "./retry.ts";
import { stopTask } from "./stop.ts";
import { usage } from "./usage.ts";

/** Of each half of `/legwork list`. */
const listedMax = 20;

export type Who = { readonly team: TeamId; readonly user: UserId; readonly channel: string };

/** `/legwork help | list | status 42 | stop 42 | retry 42 | usage | quiet on`. Reads and single changes; a repeated one finds it done. */
export function onLegworkCommand(app: App, deps: ListenerDeps): void {
  app.command("/legwork", async ({ command, ack }) => {
    const who = {
      team: TeamId.parse(command.team_id),
      user: UserId.parse(command.user_id),
      channel: command.channel_id,
    };
    await ack({ response_type: "ephemeral", text: await answer(deps, who, command.text) });
  });
}

async function answer(deps: ListenerDeps, who: Who, text: string): Promise<string> {
  const [word = "help", ...rest] = text.trim().toLowerCase().split(/\s+/);
  switch (word) {
    case "":
    case "help":
      return replies.help;
    case "list":
      return list(deps, who);
    case "status":
      return withTask(deps, who, word, rest, async (task) =>
        maySee(task, who)
          ? taskStatus(task, null, await loadMoney(deps.db, task.id, deps.budget))
          : replies.elsewhere(task),
      );
    case "stop":
    case "cancel":
      return withTask(deps, who, "stop", rest, (task) => stopNow(deps, who, task));
    case "retry":
      return withTask(deps, who, word, rest, (task) => retryNow(deps, who, task));
    case "usage":
      return usage(deps, who);
    case "quiet":
      return quiet(deps, who, rest.join(" "));
    default:
      return replies.unknownWord(word);
  }
}

/** In a quiet channel cards keep still until there is something to decide. */
async function quiet({ db }: ListenerDeps, { team, channel }: Who, how: string): Promise<string> {
  if (how !== "on" && how !== "off") return replies.quietHow;
  await setQuiet(db, { team, id: channel }, how === "on");
  return how === "on" ? replies.quietOn : replies.quietOff;
}

/** What somebody asked in another channel may be nothing for this person's eyes. */
const maySee = ({ requester, thread, movedFrom }: Task, { user, channel }: Who): boolean =>
  requester === user || thread.channel === channel || movedFrom === channel;

async function stopNow(deps: ListenerDeps, who: Who, task: Task): Promise<string> {
  const place = { channel: who.channel, threadTs: null };
  const outcome = await deps.db.transaction((tx) => stopTask(tx, deps, task, who.user, place));
  if (outcome === "asking") return replies.askingWhether(task);
  return outcome === "stopped" ? replies.stopped(task) : replies.refusal(outcome, task);
}

async function retryNow(deps: ListenerDeps, who: Who, task: Task): Promise<string> {
  const outcome = await deps.db.transaction((tx) => retryTask(tx, deps, task, who.user));
  return outcome === "retried" ? replies.retried(task) : replies.refusal(outcome, task);
}

async function list({ db }: ListenerDeps, { team, user }: Who): Promise<string> {
  const filter = { team, requester: user, max: listedMax };
  const open = await listTasks(db, {
    ...filter,
    statuses: ["queued", "running", "waiting", "in_review", "failed", "expired"],
  });
  const closed = await listTasks(db, {
    ...filter,
    statuses: ["approved", "discarded", "cancelled"],
  });
  return taskList(open, closed);
}

async function withTask(
  { db }: ListenerDeps,
  { team }: Who,
  word: string,
  rest: readonly string[],
  act: (task: Task) => Promise<string>,
): Promise<string> {
  const name = rest.join(" ");
  if (name === "") return replies.needsNumber(word);
  const number = parseTaskNumber(name);
  const task = number === undefined ? undefined : await findTask(db, team, number);
  return task === undefined ? replies.unknownTask(name) : act(task);
}
