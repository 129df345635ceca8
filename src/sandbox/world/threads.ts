import type { ThreadState } from "../contract.ts";
import { messageKey } from "./ids.ts";
import type { World } from "./world.ts";

/** Changes what is shown under a thread: status line, title, prompts, session. */
export function changeThread(
  world: World,
  channel: string,
  threadTs: string,
  change: Partial<ThreadState>,
): ThreadState {
  const key = messageKey(channel, threadTs);
  const before = world.threads.get(key) ?? {
    channel,
    thread_ts: threadTs,
    status: "",
    prompts: [],
  };
  const thread = { ...before, ...change };
  world.threads.set(key, thread);
  world.feed.emit({ type: "thread", thread });
  return thread;
}

/** Slack takes the status line away as soon as the app posts in the thread. */
export function clearStatus(world: World, channel: string, threadTs: string): void {
  const thread = world.threads.get(messageKey(channel, threadTs));
  if (thread && thread.status !== "") changeThread(world, channel, threadTs, { status: "" });
}
