/** What Slack has told us to leave alone for a while: one method, or one method in one channel. */
export type Pace = {
  /** How long a call has to wait, in milliseconds; 0: it may go. Each that waits gets a turn of its own. */
  wait(method: string, channel: string): number;
  /** Slack has refused a call for so many milliseconds. */
  told(method: string, channel: string, forMs: number): void;
};

/** Slack counts these for each channel by itself; all others for the whole workspace. */
const perChannel = new Set(["chat.postMessage", "chat.postEphemeral", "chat.update"]);

/** Slack takes about one message a second in a channel, so those that waited do not all come at once. In milliseconds. */
const turnMs = 1_000;

/** More places than this are not remembered; the oldest pause is the first to be forgotten. */
const pausesMax = 1_000;

export function openPace(now: () => Date): Pace {
  const pauses = new Map<string, { untilMs: number; nextMs: number }>();

  return {
    wait(method, channel) {
      const key = keyOf(method, channel);
      const pause = pauses.get(key);
      if (pause === undefined) return 0;
      const nowMs = now().getTime();
      if (nowMs >= pause.untilMs) {
        pauses.delete(key);
        return 0;
      }
      const turn = pause.nextMs;
      pause.nextMs += perChannel.has(method) ? turnMs : 0;
      return turn - nowMs;
    },
    told(method, channel, forMs) {
      const untilMs = now().getTime() + forMs;
      pauses.set(keyOf(method, channel), { untilMs, nextMs: untilMs });
      const [oldest] = pauses.keys();
      if (pauses.size > pausesMax && oldest !== undefined) pauses.delete(oldest);
    },
  };
}

const keyOf = (method: string, channel: string): string =>
  perChannel.has(method) ? `${method} ${channel}` : method;
