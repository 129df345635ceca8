import { z } from "zod";
import { type Ground, openGround } from "../../bench/ground.ts";
import { openChance } from "../rig/chance.ts";
import { type Instead, type Ran, runProgram } from "../rig/program.ts";
import type { Given, Trial } from "../trial.ts";
import { plantSecrets, secretFrom } from "./secrets/planted.ts";
import { type Left, leftIn, sign } from "./secrets/seen.ts";

/** Secrets in errors, addresses and words; then everything that is left is searched for them. */
export const secrets: Trial = {
  name: "secrets",
  figure: "Planted secrets in errors of every kind, in addresses, in what people write",
  target: "0 in logs, in what failed jobs leave behind, in the database",

  async run(given) {
    await using ground = await openGround();
    const [failing, house] = await Promise.all([
      searchFailing(given, ground),
      searchHouse(given, ground),
    ]);
    const found = [...failing.found, ...house.found];
    for (const each of found) given.say(each);
    const looked = failing.looked && house.looked;
    const where = found.length > 0 ? ` (${[...new Set(found)].join("; ")})` : "";
    const but = looked ? "" : ", but not all that was to be searched was there";
    return {
      measured: `${failing.planted} secrets in ${failing.failed} failed jobs, ${house.planted} in a run with ${house.slackCalls} failed calls: ${found.length} found${where}${but}`,
      met: found.length === 0 && looked,
    };
  },
};

const unscrubbed: Instead = [
  new URL("../../../src/log.ts", import.meta.url).href,
  new URL("../rig/broken/unscrubbed.ts", import.meta.url).href,
];
const silenceMsMax = 60_000;
const runSecrets = (name: string, guarded: boolean, given: object): Promise<Ran> =>
  runProgram({
    file: new URL(`secrets/${name}.ts`, import.meta.url),
    given,
    instead: guarded ? [] : [unscrubbed],
    silenceMsMax,
  });

/** `looked`: what was searched is really there, so that finding nothing says something. */
type Search = { readonly planted: number; readonly found: string[]; readonly looked: boolean };

/** Jobs that fail in every way there is, and a log that is told the same. */
async function searchFailing(
  { seed, size, guarded }: Given,
  ground: Ground,
): Promise<Search & { failed: number }> {
  const databaseUrl = await ground.migrated("failing");
  const ways = size === "full" ? 99 : 2;
  const ran = await runSecrets("failing", guarded, { databaseUrl, seed, ways });
  const left = await leftIn(databaseUrl, ran.errors);
  const planted = plantSecrets(openChance(seed));
  const said = z.object({ failed: z.int() }).safeParse(ran.said.at(-1));
  return {
    planted: planted.length,
    failed: said.data?.failed ?? 0,
    found: planted.flatMap(({ what, secret }) => placesOf(secret, left).map(inPlace(what))),
    looked: ran.finished && left.logged.includes(sign) && left.dump.includes(sign),
  };
}

/** The whole house, whose Slack and whose pages fail and repeat what they were sent. */
async function searchHouse(
  { seed, size, guarded }: Given,
  ground: Ground,
): Promise<Search & { slackCalls: number }> {
  const databaseUrl = await ground.migrated("house");
  const secretOf = (what: string) => secretFrom(openChance(seed).fork(what));
  const own = { botToken: `xoxb-1-${secretOf("token")}`, signingSecret: secretOf("signing") };
  const theirs = { words: secretOf("words"), query: secretOf("query") };
  const ran = await runSecrets("house", guarded, {
    databaseUrl,
    ...own,
    ...theirs,
    calls: size === "full" ? 8 : 2,
  });
  const left = await leftIn(databaseUrl, ran.errors);
  const House = z.object({ status: z.int(), slackCalls: z.int(), pages: z.int() });
  const said = House.safeParse(ran.said.at(-1)).data;
  const password = new URL(databaseUrl).password;
  // What a person wrote is kept as a question; that is what the database is for.
  const kept = { ...left, dump: "" };
  return {
    planted: 5,
    slackCalls: said?.slackCalls ?? 0,
    found: [
      ...Object.entries({ ...own, password }).flatMap(([what, secret]) =>
        placesOf(secret, left).map(inPlace(what)),
      ),
      ...Object.entries(theirs).flatMap(([what, secret]) =>
        placesOf(secret, kept).map(inPlace(what)),
      ),
    ],
    looked:
      said?.status === 200 &&
      said.pages > 0 &&
      said.slackCalls > 0 &&
      left.dump.includes(theirs.words),
  };
}

const placesOf = (secret: string, { logged, outputs, dump }: Left): string[] => [
  ...(logged.includes(secret) ? ["the log"] : []),
  ...(outputs.includes(secret) ? ["a failed job"] : []),
  ...(dump.includes(secret) ? ["the database"] : []),
];

const inPlace = (what: string) => (place: string) => `${what} in ${place}`;
