import { replies } from "../../blocks/replies.ts";
import { isUnderWay, type Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { receive } from "../store/inbox.ts";
import { listTasks } from "../store/tasks.ts";
import { whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";
import type { Said } from "./said.ts";
import { stopTask } from "./stop.ts";

/** More running tasks of one person than these are not listed one by one. */
const namedMax = 20;

/** "help", "stop" and the like outside a task's thread, once per message. */
export async function answerAside(
  deps: ListenerDeps,
  said: Said,
  aside: "help" | "stop" | "retry" | "courtesy",
): Promise<void> {
  if (aside === "courtesy") return;
  const { who, inboxKeys } = said;
  await deps.db.transaction(async (tx) => {
    if (!(await receive(tx, who.team, inboxKeys))) return;
    const text =
      aside === "help"
        ? replies.help
        : aside === "retry"
          ? replies.needsNumber("retry")
          : await stopHere(tx, deps, said);
    await whisperIn(tx, deps.send, who, text);
  });
}

/** Stops the one task that "stop" can mean here, or asks which. */
async function stopHere(tx: Sql, deps: ListenerDeps, { who }: Said): Promise<string> {
  const { team, user, place } = who;
  const running = await listTasks(tx, {
    team,
    requester: user,
    statuses: ["queued", "running", "waiting"],
    max: namedMax,
  });
  const here = running.filter((task) => isUnderWay(task.state) && isHere(task, place.channel));
  const [task, another] = here;
  if (task === undefined) return replies.nothingToStop;
  if (another !== undefined) return replies.stopWhich(here);
  const outcome = await stopTask(tx, deps, task, user, place);
  return outcome === "stopped" || outcome === "asking"
    ? replies.stopped(task)
    : replies.refusal(outcome, task);
}

const isHere = ({ thread, movedFrom }: Task, channel: string): boolean =>
  thread.channel === channel || movedFrom === channel;
