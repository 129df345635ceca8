import type { World } from "../world/world.ts";

type Rate = {
  /** Calls allowed within the window. */
  calls: number;
  windowMs: number;
  /** Counted apart for each channel. */
  perChannel?: boolean;
};

const minute = 60_000;

/**
 * Slack's tiers, as calls a minute; posting is about one a second in each channel, with a short burst.
 * Slack does not document bursts, so these are approximate.
 */
const rates: ReadonlyMap<string, Rate> = new Map([
  ["chat.postMessage", { calls: 4, windowMs: 4_000, perChannel: true }],
  ["chat.update", { calls: 50, windowMs: minute }],
  ["chat.delete", { calls: 50, windowMs: minute }],
  ["chat.postEphemeral", { calls: 100, windowMs: minute }],
  ["chat.startStream", { calls: 20, windowMs: minute }],
  ["chat.stopStream", { calls: 20, windowMs: minute }],
  ["chat.appendStream", { calls: 100, windowMs: minute }],
  ["conversations.history", { calls: 50, windowMs: minute }],
  ["conversations.replies", { calls: 50, windowMs: minute }],
  ["conversations.list", { calls: 20, windowMs: minute }],
  ["users.list", { calls: 20, windowMs: minute }],
  ["users.info", { calls: 100, windowMs: minute }],
  ["views.open", { calls: 100, windowMs: minute }],
  ["views.push", { calls: 100, windowMs: minute }],
  ["views.update", { calls: 100, windowMs: minute }],
  ["views.publish", { calls: 100, windowMs: minute }],
]);

/** Answers the seconds to wait when a call is one too many, else undefined. */
export type RateLimiter = (method: string, channel: string) => number | undefined;

export function createRateLimiter(world: World): RateLimiter {
  const calls = new Map<string, number[]>();
  return (method, channel) => {
    const rate = rates.get(method);
    if (!rate) return undefined;
    const key = rate.perChannel ? `${method} ${channel}` : method;
    const now = world.now().getTime();
    const recent = (calls.get(key) ?? []).filter((at) => now - at < rate.windowMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= rate.calls) {
      return Math.max(1, Math.ceil((rate.windowMs - (now - oldest)) / 1_000));
    }
    calls.set(key, [...recent, now]);
    return undefined;
  };
}
