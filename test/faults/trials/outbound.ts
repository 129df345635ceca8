import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { underLoad } from "../rig/load.ts";
import { openScene, type Scene, visibleWithinMs } from "../rig/scene.ts";
import type { Call } from "../rig/slack/methods.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, isClean, judge, summed } from "../rig/verdict.ts";
import type { Outcome, Trial } from "../trial.ts";

/** `darkShare` of all requests are made where we may write and not read. */
const sizes = {
  full: { tasks: 1_000, darkShare: 0.1, underWay: 40, askMs: 20 * 60_000, settleMs: 120_000 },
  short: { tasks: 16, darkShare: 0.5, underWay: 16, askMs: 60_000, settleMs: 90_000 },
} as const;

/** A fifth of all answers never comes, a tenth of all calls is refused or fails. */
const shares = { lost: 0.2, refused: 0.05, failed: 0.05, visibleWithinMs };

/** Slack loses answers, refuses, fails, and shows late what it took; some threads cannot even be looked at. */
export const outbound: Trial = {
  name: "outbound",
  figure: "A fifth of Slack's answers lost, a tenth of its calls refused or failed",
  target: "0 lost, 0 duplicates; what cannot be looked up is unresolved and not repeated",

  async run(given): Promise<Outcome> {
    const { tasks, darkShare, underWay, askMs, settleMs } = sizes[given.size];
    await using scene = await openScene(given, {
      concurrency: 8,
      ...(!given.guarded && { limits: { graceMs: 0 } }),
    });
    const { slack, chance, acknowledged } = scene;
    const dark = openDark(scene, darkShare);
    const faults = openFaults(chance.fork("slack"), shares);
    slack.fated((call) => {
      const fate = faults(call);
      const unclear =
        fate.result === "failed" || (fate.result === "done" && fate.answer === "lost");
      if (unclear) dark.note(call);
      return fate;
    });
    const load = { workers: 2, underWay, tasksMax: tasks, channelOf: () => dark.channelOf() };
    await underLoad(scene, load, async () => {
      const until = Date.now() + askMs;
      while (acknowledged.length < tasks && Date.now() < until) {
        await sleep(lookEveryMs);
        if (acknowledged.length % 100 === 0) given.say(`${acknowledged.length} tasks`);
      }
    });
    await settle(scene, given.size, settleMs);
    const verdict = await judge(scene, () => false);
    const { unclear, unsettled, repeated, told } = await dark.judge();
    for (const line of [...complaints(verdict), ...unsettled, ...repeated]) given.say(line);
    return {
      measured:
        `${summed(verdict)}; of ${unclear} messages that nobody could look up ` +
        `${unclear - unsettled.length} unresolved, ${repeated.length} repeated, ${told} told on a card`,
      met:
        isClean(verdict) &&
        unsettled.length + repeated.length === 0 &&
        acknowledged.length >= tasks,
    };
  },
};

const lookEveryMs = 1_000;

const Post = z.looseObject({
  channel: z.string(),
  metadata: z.looseObject({ event_payload: z.looseObject({ key: z.string() }) }),
});

/** Channels in which nothing can be looked up, and the messages in them of which nobody knows what became. */
function openDark({ slack, chance, books }: Scene, darkShare: number) {
  const places = chance.fork("places");
  const unclear = new Set<string>();
  let channels = 0;
  return {
    channelOf(): string | undefined {
      if (!places.happens(darkShare)) return undefined;
      const channel = `C0DARK${++channels}`;
      slack.unreadable.add(channel);
      return channel;
    },
    /** Called before it is carried out. */
    note({ method, args }: Call): void {
      const post = Post.safeParse(args);
      if (method !== "chat.postMessage" || !post.success) return;
      const { channel, metadata } = post.data;
      if (slack.unreadable.has(channel)) unclear.add(metadata.event_payload.key);
    },
    async judge() {
      const { deliveries } = await books.read();
      const known = new Map(deliveries.map((one) => [one.key, one]));
      const cards = slack.messages.filter(({ key }) => /:card(?::direct)?$/.test(key));
      const posts = Map.groupBy(slack.messages, ({ key }) => key);
      const keys = [...unclear];
      const warned = keys.filter((key) =>
        cards.some(
          (card) =>
            card.key.startsWith(key.split(":")[0] ?? "") && /do not repeat/.test(card.blocks),
        ),
      );
      return {
        unclear: keys.length,
        unsettled: keys.flatMap((key) => {
          const state = known.get(key)?.state;
          return state === "unresolved" ? [] : [`${key} cannot be looked up and is ${state}`];
        }),
        repeated: keys.filter((key) => (posts.get(key)?.length ?? 0) > 1),
        told: warned.length,
      };
    },
  };
}
