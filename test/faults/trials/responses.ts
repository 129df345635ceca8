import type { RequestListener } from "node:http";
import type { FetchLimits } from "../../../src/research/sources/limits.ts";
import { serve } from "../../research/sources/internet.ts";
import { hostileResponses } from "../../research/sources/responses.ts";
import { openChance } from "../rig/chance.ts";
import { most } from "../rig/measure.ts";
import { runProgram } from "../rig/program.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { limitsOf } from "./responses/limits.ts";
import { misleadingPages } from "./responses/pages.ts";
import { Told } from "./responses/told.ts";

/** Servers that send too much, too slowly, or something else than they say. */
export const responses: Trial = {
  name: "responses",
  figure: "Hostile answers of web servers: bombs, floods, drips, lies",
  target: "each ends in words within 20 s, event loop < 200 ms behind, memory + < 100 MB by one",

  async run(given) {
    const cases = casesOf(given);
    await using server = await serve((message, response) => {
      const n = Number.parseInt(message.url?.slice(1) ?? "", 10);
      (cases[n]?.answer ?? honest)(message, response);
    });
    const pathsOf = (slow: boolean) =>
      cases.flatMap((each, n) => (each.slow === slow ? [`/${n}`] : []));
    const { said, finished } = await runProgram(
      {
        file: new URL("responses/reading.ts", import.meta.url),
        given: {
          host: server.host,
          quick: pathsOf(false),
          slow: pathsOf(true),
          limits: limitsOf(given),
          rounds: given.size === "full" ? 2 : 1,
        },
        silenceMsMax: endMsMax,
      },
      (message) => given.say(JSON.stringify(message)),
    );
    const told = said.map((message) => Told.parse(message));
    return outcomeOf(cases, told, finished);
  },
};

const endMsMax = 20_000;
const lagMsMax = 200;
const grownBytesMax = 100e6;

const honest: RequestListener = (_message, response) =>
  response.writeHead(200, { "content-type": "text/html" }).end("<p>Honest words.</p>");

type Case = {
  readonly name: string;
  readonly answer: RequestListener;
  readonly slow: boolean;
  /** Whether what was told and read is what ought to be. */
  readonly isRight: (told: Told) => boolean;
};

/** Each page that is parsed takes a process of its own; a short trial takes a few of them. */
const pagesInShort = 2;

/** What is right does not change when the guard is away. */
function casesOf(given: Given): Case[] {
  const limits: FetchLimits = limitsOf({ ...given, guarded: true });
  const hostile = hostileResponses().map(({ name, answer, told }) => ({
    name,
    answer,
    slow: /did not answer|stopped answering/.test(told(limits)),
    isRight: endsIn(told(limits)),
  }));
  const misleading = openChance(given.seed)
    .shuffled(misleadingPages)
    .slice(0, given.size === "short" ? pagesInShort : misleadingPages.length)
    .map(({ name, answer, read, told }) => ({
      name,
      answer,
      slow: false,
      isRight: told === null ? ({ text }: Told) => text === read : endsIn(told),
    }));
  return [...hostile, ...misleading];
}

const endsIn =
  (sentence: string) =>
  ({ notes, text }: Told): boolean =>
    notes.length === 1 && notes[0]?.endsWith(sentence) === true && text === "";

function outcomeOf(cases: readonly Case[], told: readonly Told[], finished: boolean): Outcome {
  // The honest page comes first, and pays for what is loaded then.
  const rest = told.slice(1);
  const { ms, lagMs, grownBytes } = most(rest.map(({ measured }) => measured));
  const keptBytes = memoryIn(rest, 2) - memoryIn(rest, 1);
  const wrong = cases.filter(({ isRight }, n) => {
    const own = rest.filter(({ path }) => path === `/${n}`);
    return own.length === 0 || !own.every(isRight);
  });
  const figures = [
    `${cases.length - wrong.length} of ${cases.length} ended in the right words, after ${(ms / 1e3).toFixed(1)} s at most`,
    `event loop ${Math.round(lagMs)} ms behind`,
    `memory + ${Math.round(grownBytes / 1e6)} MB at most by one`,
    ...(keptBytes > 0 ? [`+ ${Math.round(keptBytes / 1e6)} MB by a second round`] : []),
    ...(finished ? [] : ["the reading process had to be ended"]),
    ...(wrong.length > 0 ? [`not so: ${wrong.map(({ name }) => name).join(", ")}`] : []),
  ];
  return {
    measured: figures.join("; "),
    met:
      finished &&
      wrong.length === 0 &&
      ms <= endMsMax &&
      lagMs < lagMsMax &&
      Math.max(grownBytes, keptBytes) < grownBytesMax,
  };
}

const memoryIn = (told: readonly Told[], round: number): number =>
  most(told.filter((each) => each.round === round).map(({ measured }) => measured)).memoryBytes;
