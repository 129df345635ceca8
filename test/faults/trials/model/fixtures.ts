import type { Draft } from "../../../../src/domain/draft.ts";
import { ChannelId, type TaskId, TeamId, UserId } from "../../../../src/domain/ids.ts";
import type { Send } from "../../../../src/queue/queue.ts";
import type { Opening } from "../../../../src/store/openings.ts";

/** When everything happens, and who does it: neither makes a difference here. */
export const at = new Date("2026-11-02T09:00:00Z");
export const by = UserId.parse("UADA");

/** Jobs are another trial's concern. */
export const send: Send = async () => {};

/** What Slack's first delivery of a request is remembered by. */
export const inboxKey = (id: TaskId): string => `event:${id}`;

export const openingOf = (id: TaskId): Opening => ({
  id,
  kind: "research",
  origin: "command",
  thread: { team: TeamId.parse("T1"), channel: ChannelId.parse("C1"), ts: null },
  requester: by,
  question: "Why is checkout slow?",
  given: [],
  createdAt: at,
});

/** A draft that no other number has. */
export const draftNumber = (n: number): Draft => ({
  headline: `Draft ${n}`,
  sections: [],
  missing: [],
  next: [],
  answers: [],
  sources: [],
  method: "A model",
});
