import type { MessageTs, TeamId, UserId } from "../domain/ids.ts";
import { parseRequest, type RawRequest, type RequestProblem } from "../domain/request.ts";
import type { Origin } from "../domain/task.ts";
import type { Thread } from "../domain/thread.ts";
import { reach } from "../points.ts";
import type { ListenerDeps } from "./deps.ts";

export type Asked = {
  readonly team: TeamId;
  /** What names this delivery of Slack's; a second one with any of them is the same request. */
  readonly inboxKeys: readonly string[];
  readonly origin: Origin;
  readonly thread: Thread;
  readonly requester: UserId;
  /** The message that is the request, where it is one: when it is edited, the request is. */
  readonly askedTs?: MessageTs;
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
  const { thread, requester, origin, askedTs } = asked;
  const id = deps.newId();
  const opening = {
    id,
    ...request,
    origin,
    thread,
    requester,
    createdAt: asked.raw.now,
    ...(askedTs && { askedTs }),
  };
  reach("request-read");
  const number = await deps.open({ inboxKeys: asked.inboxKeys, opening });
  if (number === undefined) return { result: "duplicate" };
  reach("request-stored");
  deps.log("task opened", { task: number, kind: request.kind, origin });
  return { result: "accepted", number, question: request.question };
}
