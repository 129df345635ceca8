import { channels, people } from "../../../../src/sandbox/seed/workspace.ts";
import { aClick, aCommand, aMessage, anEvent, aPayload } from "../../../support/signed.ts";
import type { Chance } from "../../rig/chance.ts";
import type { Sending } from "../../rig/send.ts";

/** What befalls the database: it crashes, it stands still, or its answers are lost on the way. */
export type Blow = {
  readonly what: "crash" | "freeze" | "deafen";
  readonly atMs: number;
  readonly forMs: number;
};

/** How long each lasts at least, and how long everything is well between them. In milliseconds. */
export type Weather = {
  readonly forMs: Readonly<Record<Blow["what"], number>>;
  readonly betweenMs: number;
};

/** So many rounds of blows, one of each sort in any order. */
export function planBlows(
  chance: Chance,
  sorts: readonly Blow["what"][],
  rounds: number,
  { forMs, betweenMs }: Weather,
): Blow[] {
  const blows: Blow[] = [];
  let atMs = betweenMs;
  for (let round = 0; round < rounds; round++) {
    for (const what of chance.shuffled(sorts)) {
      const lastsMs = forMs[what] + chance.below(forMs[what] / 2);
      blows.push({ what, atMs, forMs: lastsMs });
      atMs += lastsMs + betweenMs + chance.below(betweenMs / 2);
    }
  }
  return blows;
}

/** Something that is sent, and how Legwork names it. */
export type Sent = Sending & {
  readonly kind: "event" | "command" | "click";
  /** As the task that follows from it is worded; null where none does. */
  readonly question: string | null;
};

export type Pace = {
  readonly everyMs: number;
  readonly againAfterMs: readonly number[];
  /** From then on nothing is wrong any more: by then everything is told for the last time. */
  readonly calmAtMs: number;
};

/** Six of ten are mentions, three commands, one a click; spread evenly over the time. */
export function planRequests(
  chance: Chance,
  count: number,
  { everyMs, againAfterMs, calmAtMs }: Pace,
): Sent[] {
  return Array.from({ length: count }, (_, n) => {
    const atMs = n * everyMs;
    const kind = chance.pick(kinds);
    const question = `what is known about supplier ${n}?`;
    const place = {
      channel: chance.pick([channels.general, channels.product, channels.support]),
      user: chance.pick([people.ada, people.grace, people.linus]),
    };
    const common = { key: `${kind}-${n}`, kind, atMs };
    switch (kind) {
      case "event":
        return {
          ...common,
          question,
          body: eventOf(n, question, place),
          type: json,
          againAfterMs: [...againAfterMs, Math.max(0, calmAtMs - atMs)],
        };
      case "command":
        return { ...common, question, body: commandOf(n, question, place), ...once };
      case "click":
        return { ...common, question: null, body: aPayload(aClick()), ...once };
      default:
        return kind satisfies never;
    }
  });
}

const kinds = [
  ...Array.from({ length: 6 }, () => "event" as const),
  ...Array.from({ length: 3 }, () => "command" as const),
  "click" as const,
];

const json = "application/json";
/** Slack tells of commands and clicks only once. */
const once = { type: "application/x-www-form-urlencoded" as const, againAfterMs: [] };

type Place = { readonly channel: string; readonly user: string };

const eventOf = (n: number, question: string, place: Place): string =>
  anEvent(
    aMessage({
      ...place,
      text: `<@U0LEGWORK> ${question}`,
      ts: `1700000000.${String(n).padStart(6, "0")}`,
    }),
    { event_id: `EvOutage${n}` },
  );

const commandOf = (n: number, text: string, { channel, user }: Place): string =>
  aCommand({ text, channel_id: channel, user_id: user, trigger_id: `${n}.outage` });
