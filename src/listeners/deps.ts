import type { Limits } from "../domain/budget.ts";
import type { TaskId } from "../domain/ids.ts";
import type { Send } from "../queue/queue.ts";
import type { Database } from "../store/database.ts";
import type { Open } from "./openings.ts";

/** What listeners need: to store and to hand over, never to wait for Slack, the web or a model. */
export type ListenerDeps = {
  readonly db: Database;
  readonly send: Send;
  /** What may be spent. */
  readonly budget: Limits;
  readonly open: Open;
  readonly now: () => Date;
  readonly newId: () => TaskId;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};
