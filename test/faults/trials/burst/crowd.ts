import type { Sandbox } from "../../../../src/sandbox/sandbox.ts";
import { channels } from "../../../../src/sandbox/seed/workspace.ts";
import { aCommand } from "../../../support/signed.ts";
import type { Chance } from "../../rig/chance.ts";
import type { Sending } from "../../rig/send.ts";

/** How many people there are: so many that nobody alone asks for much. */
const peopleMax = 50;

const idOf = (n: number): string => `0CROWD${n}`;

/** Colleagues for everybody in the local Slack, each in the public channels and in private with us. */
export function addCrowd({ world }: Sandbox): void {
  const bot = world.identity.bot;
  const about = { created: 0, creator: bot, topic: "" };
  for (let n = 0; n < peopleMax; n++) {
    const [user, direct] = [`U${idOf(n)}`, `D${idOf(n)}`];
    const name = `colleague ${n}`;
    const flags = { is_bot: false, is_guest: false, is_admin: false, tz: "Etc/UTC" };
    const shown = { name, real_name: name, title: "", color: "#757575" };
    world.users.set(user, { id: user, ...shown, ...flags });
    const members = [user, bot];
    const own = { id: direct, name: "directmessage", kind: "im" as const, members, user };
    world.channels.set(direct, { ...about, ...own });
    for (const channel of [channels.general, channels.product]) {
      world.channels.get(channel)?.members.push(user);
    }
  }
}

/** Commands at a constant rate: half of them questions, half of them texts to be summarized. */
export function commands(
  chance: Chance,
  { requests, perSecond, name }: { requests: number; perSecond: number; name: string },
): Sending[] {
  return Array.from({ length: requests }, (_, n) => {
    const person = idOf(chance.below(peopleMax));
    const asks = chance.happens(0.5);
    const place = chance.happens(0.5) ? `D${person}` : channels.product;
    const body = aCommand({
      command: asks ? "/research" : "/summarize",
      text: asks ? `Which suppliers raised prices in region ${n}?` : report(chance),
      user_id: `U${person}`,
      channel_id: place,
      trigger_id: `${n}.${name}`,
    });
    const type = "application/x-www-form-urlencoded" as const;
    return { key: `${name}-${n}`, body, type, atMs: (n * 1_000) / perSecond, againAfterMs: [] };
  });
}

const sentencesOfReport = 12;
const subjects = ["The warehouse", "The supplier", "Our team in Porto", "The new carrier"];
const verbs = ["delivered", "delayed", "cancelled", "priced", "counted"];
const objects = ["the spring order", "half of the parcels", "the returns", "every contract"];
const ends = ["in March", "because of the strike", "without a reason", "after the audit"];

/** A text as long as what people paste. */
const report = (chance: Chance): string =>
  Array.from({ length: sentencesOfReport }, () => {
    const [subject, verb] = [chance.pick(subjects), chance.pick(verbs)];
    const [object, end] = [chance.pick(objects), chance.pick(ends)];
    return `${subject} ${verb} ${object} ${end}, which cost ${chance.below(90) + 10} hours.`;
  }).join(" ");
