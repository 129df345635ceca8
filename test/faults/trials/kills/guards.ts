import type { Setting } from "../../rig/scene.ts";

/** What can be taken away, and how. */
export const guards = {
  /** A lost message is posted again at once, whether or not it is only late. */
  grace: { limits: { graceMs: 0 } },
  /** Every step is done again whenever its part is. */
  memory: { replaced: { "src/queue/remember.ts": "forgetful.ts" } },
  /** Nobody misses a worker that is gone before its heartbeats are. */
  reaper: { replaced: { "src/queue/reap.ts": "unreaped.ts" } },
} as const satisfies Record<string, Setting>;

export type Guard = keyof typeof guards;
