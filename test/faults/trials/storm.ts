import { z } from "zod";
import { channels, people } from "../../../src/sandbox/seed/workspace.ts";
import { ask, openGround } from "../../bench/ground.ts";
import { quantile } from "../../bench/figures.ts";
import { aMessage, anEvent } from "../../support/signed.ts";
import { signingSecret } from "../rig/asking.ts";
import { type Chance, openChance } from "../rig/chance.ts";
import { openFront } from "../rig/front.ts";
import { type Answer, finals, type Sending, sendAll } from "../rig/send.ts";
import type { Outcome, Trial } from "../trial.ts";

/** How many people mention us, and over how many apps the telling is spread. */
const sizes = { full: { mentions: 1_000, apps: 2 }, short: { mentions: 20, apps: 1 } };

/** Slack tells of an event once, and again up to three times. */
const tellingsMax = 4;

/** So many on their way at the same time: enough that the same message is told twice in one moment. */
const atOnceMax = 64;

/** What was refused is told again so often, each time after so many milliseconds. */
const againAfterMs = [200, 1_000, 3_000];

/** Every mention is told eight times, as `app_mention` and as `message`, in no order: one task each. */
export const storm: Trial = {
  name: "storm",
  figure: "Slack tells of 1,000 mentions 8 times each, in no order",
  target: "exactly 1,000 tasks, everything acknowledged",

  async run({ size, seed, guarded, say }): Promise<Outcome> {
    const { mentions, apps } = sizes[size];
    await using ground = await openGround();
    const databaseUrl = await ground.migrated("storm");
    // The guard: what has been acted upon has a key, and there is no second row with it.
    if (!guarded) await ask(databaseUrl, "alter table inbox drop constraint inbox_pkey");
    const ways = Array.from({ length: apps }, () => databaseUrl);
    await using front = await openFront({ databaseUrl, ways });

    const sendings = tellings(mentions, openChance(seed));
    say(`${sendings.length} deliveries to ${apps} app${apps > 1 ? "s" : ""}`);
    const load = { urls: [...front.urls], signingSecret, sendings, atOnceMax };
    const answers = await sendAll(load);

    const [stored] = await front.books.query(
      "select count(*)::int as tasks, count(distinct question)::int as mentions from task",
      Stored,
    );
    return outcomeOf(mentions, sendings.length, answers, stored ?? { tasks: 0, mentions: 0 });
  },
};

const Stored = z.object({ tasks: z.int(), mentions: z.int() });

function tellings(mentions: number, chance: Chance): Sending[] {
  const all = Array.from({ length: mentions }, (_, n) => {
    const message = aMessage({
      user: chance.pick([people.ada, people.grace, people.linus]),
      channel: chance.pick([channels.general, channels.product, channels.support]),
      text: `<@U0LEGWORK> what is known about supplier ${n}?`,
      ts: `1700000000.${String(n).padStart(6, "0")}`,
    });
    const told = { ...message, type: "app_mention" };
    return [
      ...repeated(`EvMessage${n}`, anEvent(message, { event_id: `EvMessage${n}` })),
      ...repeated(`EvMention${n}`, anEvent(told, { event_id: `EvMention${n}` })),
    ];
  });
  return chance.shuffled(all.flat());
}

const repeated = (id: string, body: string): Sending[] =>
  Array.from({ length: tellingsMax }, (_, n) => ({
    key: `${id}/${n}`,
    body,
    type: "application/json",
    atMs: 0,
    againAfterMs,
  }));

function outcomeOf(
  mentions: number,
  deliveries: number,
  answers: readonly Answer[],
  stored: z.infer<typeof Stored>,
): Outcome {
  const last = [...finals(answers).values()];
  const unacknowledged = last.filter(({ status }) => status !== 200).length;
  const refused = answers.filter(({ status }) => status !== 200).length;
  const times = answers.map(({ ms }) => ms);
  return {
    measured:
      `${deliveries} deliveries of ${mentions} mentions, ${stored.tasks} tasks for ${stored.mentions} of them, ` +
      `${refused} told again, ${unacknowledged} never acknowledged, ` +
      `p99 ${quantile(times, 0.99).toFixed(0)} ms`,
    met: stored.tasks === mentions && stored.mentions === mentions && unacknowledged === 0,
  };
}
