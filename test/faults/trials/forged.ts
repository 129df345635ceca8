import { z } from "zod";
import { channels, people } from "../../../src/sandbox/seed/workspace.ts";
import { openGround } from "../../bench/ground.ts";
import { aCommand, aMessage, anEvent, form, json } from "../../support/signed.ts";
import { type Chance, openChance } from "../rig/chance.ts";
import { openFront } from "../rig/front.ts";
import type { Instead } from "../rig/program.ts";
import { type Answered, type Line, openLine, type Raw } from "../rig/raw.ts";
import type { Outcome, Trial } from "../trial.ts";
import { forgeries, type Genuine, sign } from "./forged/forgeries.ts";

/** How many requests are not what they seem; one in five is a true one, heard by somebody and said again. */
const requests = { full: 500, short: 120 };
const replayedShare = 0.2;

/** Forged, expired and replayed requests: each is refused, or is the same task as before. */
export const forged: Trial = {
  name: "forged",
  figure: "500 forged, expired, changed and replayed requests",
  target: "500 refused or taken for what they repeat",

  async run({ size, seed, guarded, say }): Promise<Outcome> {
    await using ground = await openGround();
    const databaseUrl = await ground.migrated("forged");
    await using front = await openFront({ databaseUrl, instead: guarded ? [] : [unchecked] });
    const [url = ""] = front.urls;
    using line = openLine(url);
    const countTasks = async (): Promise<number> => {
      const [counted] = await front.books.query("select count(*)::int as tasks from task", Counted);
      return counted?.tasks ?? 0;
    };

    const chance = openChance(seed);
    const replays = Math.ceil(requests[size] * replayedShare);
    const accepted = await forgeAll(line, chance, requests[size] - replays, say);
    const byForgery = await countTasks();
    const wrong = await replayAll(line, chance, replays, say);
    const byReplay = (await countTasks()) - byForgery - replays;
    const refused = requests[size] - accepted - wrong;
    return {
      measured:
        `${requests[size]} requests of ${Object.keys(forgeries).length + replayed.length} sorts, ` +
        `${refused} refused or known, ${byForgery} tasks by forgery, ${byReplay} by replay`,
      met: refused === requests[size] && byForgery === 0 && byReplay === 0,
    };
  },
};

const Counted = z.object({ tasks: z.int() });

/** The guard: who signed it is looked at. */
const unchecked: Instead = [
  new URL("../../../src/slack/signature.ts", import.meta.url).href,
  new URL("forged/unchecked.ts", import.meta.url).href,
];

type Say = (line: string) => void;

/** Every sort in turn; answers how many were not refused. */
async function forgeAll(line: Line, chance: Chance, count: number, say: Say): Promise<number> {
  const sorts = Object.entries(forgeries);
  let accepted = 0;
  for (let n = 0; n < count; n++) {
    const [name, forge] = sorts[n % sorts.length] ?? [];
    if (name === undefined || forge === undefined) continue;
    const { status } = await line.send(forge(genuine(n, chance), chance));
    if (status === 401) continue;
    accepted += 1;
    say(`${name}: ${status}`);
  }
  return accepted;
}

/** How a true request is said again, and how that is answered: as before, or not at all. */
const replayed: readonly {
  readonly name: string;
  readonly again: (raw: Raw, chance: Chance) => Raw;
  readonly isRight: (answer: Answered, type: string) => boolean;
}[] = [
  { name: "to the letter", again: (raw) => raw, isRight: isKnown },
  {
    name: "as a repeat of Slack's",
    again: (raw, chance) => ({
      ...raw,
      headers: { ...raw.headers, "x-slack-retry-num": chance.pick(["1", "-1", "x", "1e99"]) },
    }),
    isRight: isKnown,
  },
  {
    name: "as something else",
    // What a body is taken for is not signed.
    again: (raw) => {
      const type = raw.headers["content-type"] === json ? form : json;
      return { ...raw, headers: { ...raw.headers, "content-type": type } };
    },
    isRight: ({ status }) => status === 400,
  },
];

function isKnown({ status, text }: Answered, type: string): boolean {
  return status === 200 && (type === json || text.includes("I have that one already"));
}

/** Each is said once in truth, and then again; answers how many repeats were not told from it. */
async function replayAll(line: Line, chance: Chance, count: number, say: Say): Promise<number> {
  let wrong = 0;
  for (let n = 0; n < count; n++) {
    const { name, again, isRight } = chance.pick(replayed);
    const request = genuine(n, chance);
    const raw = sign(request);
    const first = await line.send(raw);
    const second = await line.send(again(raw, chance));
    if (first.status === 200 && isRight(second, request.type)) continue;
    wrong += 1;
    say(`${name}: ${first.status}, then ${second.status}`);
  }
  return wrong;
}

/** Something new that would become a task. */
function genuine(n: number, chance: Chance): Genuine {
  const place = {
    user: chance.pick([people.ada, people.grace, people.linus]),
    channel: chance.pick([channels.general, channels.product, channels.support]),
  };
  const question = `what is known about supplier ${n}?`;
  return chance.happens(0.5)
    ? { body: anEvent(aMessage({ ...place, text: `<@U0LEGWORK> ${question}` })), type: json }
    : {
        body: aCommand({ text: question, user_id: place.user, channel_id: place.channel }),
        type: form,
      };
}
