import { plan } from "../../jobs/plan.ts";
import { deliverTo } from "../../jobs/run.ts";
import type { TeamId, UserId } from "../domain/ids.ts";
import { parseRequest, type RawRequest, type RequestProblem } from "../domain/request.ts";
import type { Origin } from "../domain/task.ts";
import type { Thread } from "../domain/thread.ts";
import { openTask } from "../store/tasks.ts";
import type { ListenerDeps } from "./deps.ts";

export type Asked = {
  readonly team: TeamId;
  /** What names this delivery of Slack's; a second one with any of them is the same request. */
  readonly inboxKeys: readonly string[];
  readonly origin: Origin;
  readonly thread: Thread;
  readonly requester: UserId;
  readonly raw: RawRequest;
};

export type Opened =
  | { readonly result: "accepted"; readonly number: number; readonly question: string }
  | { readonly result: "duplicate" }
  | { readonly result: "problem"; readonly problem: RequestProblem };

/** Request in, task and first jobs stored, in one transaction. What Slack delivers twice opens one task. */
export async function openRequest(deps: ListenerDeps, asked: Asked): Promise<Opened> {
  const request = parseRequest(asked.raw);
  if (typeof request === "string") {
    deps.log("request refused", { problem: request });
    return { result: "problem", problem: request };
  }
  const { thread, requester, origin } = asked;
  const id = deps.newId();
  const opening = { id, ...request, origin, thread, requester, createdAt: asked.raw.now };
  const opened = await deps.db.transaction(async (tx) => {
    const stored = await openTask(tx, asked.inboxKeys, opening);
    if (stored === undefined) return undefined;
    await deps.send(tx, plan, { taskId: id, revision: 1, epoch: 0 });
    await deliverTo(deps.send, tx, id);
    return stored;
  });
  if (opened === undefined) return { result: "duplicate" };
  deps.log("task opened", { task: opened.number, kind: request.kind, origin });
  return { result: "accepted", number: opened.number, question: request.question };
}
