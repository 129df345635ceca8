import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Given } from "../trial.ts";
import { aRequest, type Asked, deliver, signingSecret } from "./asking.ts";
import type { Begin } from "./child/orders.ts";
import type { Replaced } from "./child/replace.ts";
import { type Chance, openChance } from "./chance.ts";
import { type Crew, openCrew } from "./crew.ts";
import { type Model, openModel, type Pace } from "./model.ts";
import { type Books, openBooks } from "./books.ts";
import { openPostgres, type Postgres } from "./postgres.ts";
import { openSlack, type Slack } from "./slack.ts";

/** Everything that a trial needs: a database, Slack, a model, and processes of Legwork's between them. */
export type Scene = AsyncDisposable & {
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  readonly chance: Chance;
  readonly slack: Slack;
  readonly model: Model;
  readonly crew: Crew;
  readonly books: Books;
  /** What was asked and acknowledged. */
  readonly acknowledged: readonly Asked[];
  /** Asks something new, and again as Slack and people would until it is acknowledged. Gives up after a while. */
  readonly ask: (how?: Asked["how"], channel?: string) => Promise<void>;
};

export type Setting = {
  readonly concurrency?: number;
  /** Of `jobs/deliver`; a shorter grace unless told. */
  readonly limits?: Begin["limits"];
  readonly replaced?: Replaced;
  readonly spares?: number;
  readonly pace?: Pace;
  /** Every process is known to the database by its own name. */
  readonly byName?: boolean;
};

/** A message may be seen this much later than it was posted, at most; in milliseconds. */
export const visibleWithinMs = 1_500;

/** Longer than a message takes to be seen, so that trials need not wait as long as production does. In milliseconds. */
export const graceMs = 2_500;

export async function openScene(given: Given, setting: Setting = {}): Promise<Scene> {
  await using opening = new AsyncDisposableStack();
  const chance = openChance(given.seed);
  const postgres = opening.use(await openPostgres(given.size));
  const databaseUrl = await postgres.migrated("trial");
  const slack = opening.use(await openSlack());
  const model = opening.use(await openModel(chance.fork("model"), setting.pace));
  const books = opening.use(openBooks(databaseUrl));
  const crew = opening.use(
    openCrew({
      databaseUrl,
      apiUrl: slack.apiUrl,
      modelUrl: model.url,
      signingSecret,
      concurrency: setting.concurrency ?? 4,
      limits: setting.limits ?? { graceMs },
      replaced: setting.replaced ?? {},
      spares: setting.spares ?? 0,
      ...(setting.byName && { addressOf: (name) => addressOf(books, databaseUrl, name) }),
      loud: process.env["LEGWORK_TEST_LOG"] !== undefined,
    }),
  );
  const desk = openDesk(crew, chance.fork("requests"));
  const opened = opening.move();
  return {
    postgres,
    databaseUrl,
    chance,
    slack,
    model,
    crew,
    books,
    ...desk,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A role that may do what ours may. */
async function addressOf(books: Books, databaseUrl: string, name: string): Promise<string> {
  const url = new URL(databaseUrl);
  await books.query(`create role "${name}" superuser login password '${url.password}'`, z.never());
  return Object.assign(url, { username: name }).href;
}

/** How long Slack and people go on asking while no app answers, and how soon they ask again; in milliseconds. */
const patienceMs = 60_000;
const againAfterMs = 100;

function openDesk(crew: Crew, chance: Chance): Pick<Scene, "ask" | "acknowledged"> {
  const acknowledged: Asked[] = [];
  let asked = 0;
  return {
    acknowledged,
    async ask(how = chance.happens(0.5) ? "mention" : "command", channel) {
      const until = Date.now() + patienceMs;
      let request = aRequest(++asked, how, channel);
      while (Date.now() < until) {
        const app = crew.hands.findLast(({ role, goneAt }) => role === "app" && !goneAt());
        if (app !== undefined && (await deliver(app.url, request))) {
          return void acknowledged.push(request);
        }
        await sleep(againAfterMs);
        // Slack repeats events, and no commands: whoever typed one types it once more.
        if (how === "command") request = aRequest(++asked, how, channel);
      }
    },
  };
}
