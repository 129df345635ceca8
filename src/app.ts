import { randomUUID } from "node:crypto";
import { admit } from "../jobs/admit.ts";
import { alarm } from "../jobs/alarm.ts";
import { assume } from "../jobs/answer.ts";
import { batches } from "../jobs/batches.ts";
import { check } from "../jobs/check.ts";
import { dead } from "../jobs/dead.ts";
import { deliver, type DeliverDeps } from "../jobs/deliver.ts";
import { gather } from "../jobs/gather.ts";
import { home } from "../jobs/home.ts";
import { library } from "../jobs/library.ts";
import { plan } from "../jobs/plan.ts";
import { openReadFor } from "../jobs/read.ts";
import type { RunDeps } from "../jobs/run.ts";
import { startRescue } from "../jobs/rescue.ts";
import { stop } from "../jobs/stop.ts";
import { tidy } from "../jobs/tidy.ts";
import { triage } from "../jobs/triage.ts";
import { usage } from "../jobs/usage.ts";
import { whisper } from "../jobs/whisper.ts";
import { write } from "../jobs/write.ts";
import { openServer } from "./admin/server.ts";
import { defaultLimits, type Limits } from "./domain/budget.ts";
import { TaskId } from "./domain/ids.ts";
import { openOpenings } from "./listeners/openings.ts";
import { registerListeners } from "./listeners/register.ts";
import type { Log } from "./log.ts";
import { openQueue, type Queue } from "./queue/queue.ts";
import type { ClaudeSetting } from "./research/claude/setting.ts";
import type { Engine } from "./research/engine.ts";
import { extractiveEngine } from "./research/extractive/engine.ts";
import type { ParseDocument } from "./research/sources/documents/contract.ts";
import { openParser } from "./research/sources/documents/parse.ts";
import { openFetch } from "./research/sources/fetch.ts";
import { openSearch } from "./research/sources/search/open.ts";
import type { SearchSetting } from "./research/sources/search/setting.ts";
import { openBolt } from "./slack/bolt.ts";
import { openIngress } from "./slack/ingress.ts";
import { openSocketReceiver } from "./slack/socket.ts";
import { openWorkspace } from "./slack/workspace.ts";
import type { Bounds } from "./store/admission.ts";
import { type Database, openDatabase } from "./store/database.ts";

/** Every queue there is. */
export const jobs = [
  plan,
  admit,
  gather,
  write,
  check,
  batches,
  triage,
  assume,
  deliver,
  whisper,
  alarm,
  stop,
  usage,
  home,
  library,
  tidy,
  dead,
];

/** Where Slack is, and what we show to be let in. */
export type SlackAccess = {
  readonly botToken: string;
  readonly signingSecret: string | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string;
};

/** What both halves stand on. */
export type Ground = {
  readonly databaseUrl: string;
  readonly slack: SlackAccess;
  /** What may be spent; where nothing is said, what everybody may by default. */
  readonly budget?: Limits;
  readonly now: () => Date;
  readonly log: Log;
};

/** How long a stopping process may take to finish or hand back what it has in hand, in milliseconds. */
const drainMs = 20_000;

/** The Slack side: takes requests, stores them, and sends them on their way. */
export async function startApp(
  ground: Ground,
  { port, host }: { port: number; host: string },
): Promise<{ url: string; queue: Queue; db: Database } & AsyncDisposable> {
  const { slack, log, now, budget = defaultLimits } = ground;
  await using opened = new AsyncDisposableStack();
  const db = opened.use(openPool(ground, { statementTimeoutMs: 700, connectTimeoutMs: 1_000 }));
  const queue = opened.use(await openOwnQueue(ground));
  const slackOf = openWorkspace({ ...slack, now });
  const http = slack.appToken === undefined;
  const ingress = openIngress({ signingSecret: slack.signingSecret ?? "", now, log });
  const receiver =
    slack.appToken === undefined
      ? ingress
      : openSocketReceiver({ appToken: slack.appToken, apiUrl: slack.apiUrl, log });
  const app = openBolt({ receiver, slackOf, apiUrl: slack.apiUrl });
  const open = openOpenings({ db, sendAll: queue.sendAll, now });
  registerListeners(app, { db, send: queue.send, open, budget, now, newId, log });
  const server = opened.use(
    await openServer({ port, host, db, log, onSlack: http ? ingress.handle : undefined }),
  );
  await app.start();
  opened.defer(async () => void (await app.stop()));

  const owned = opened.move();
  return { url: server.url, queue, db, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const newId = (): TaskId => TaskId.parse(randomUUID());

/** What the operator decides about reading and thinking. */
export type Means = {
  readonly search: SearchSetting;
  readonly fetchAllow: readonly string[];
  readonly library: readonly string[];
  /** How long a question of ours waits for an answer, in minutes; 0: we ask nothing back. */
  readonly answerMinutes: number;
  /** The model to think with; left out: nobody thinks with one. */
  readonly model?: ClaudeSetting | undefined;
};

/** How much at once: runs in one process, and for one person and one workspace over all processes. */
export type Load = { readonly concurrency: number } & Bounds;

/** What a worker thinks with: the engine, and how it reads for somebody. */
export type Thinking = Pick<RunDeps, "engine" | "readFor" | "searchable">;

type SlackOf = ReturnType<typeof openWorkspace>;

/** The real one: the engine that the operator chose, over everything that may be read. */
async function openThinking(
  { log, now, slack }: Ground,
  means: Means,
  { db, slackOf, parse }: { db: Database; slackOf: SlackOf; parse: ParseDocument },
): Promise<Thinking & AsyncDisposable> {
  const engine = await openEngine({ log, now }, means);
  const web = openFetch({ allow: means.fetchAllow });
  const search = openSearch(means.search);
  const reading = {
    db,
    slackOf,
    apiUrl: slack.apiUrl,
    fetchPage: web.fetchPage,
    search: search.provider,
    parse,
    now,
    log,
  };
  return {
    engine,
    readFor: (task) => openReadFor(reading, task),
    searchable: {
      web: search.provider !== null || means.search.id === "anthropic",
      library: means.library.length > 0,
    },
    async [Symbol.asyncDispose]() {
      await web[Symbol.asyncDispose]();
      await search[Symbol.asyncDispose]();
    },
  };
}

/** With a model set, the one that thinks with it, whose library is loaded only then. What is wrong with it, the operator reads. */
async function openEngine(
  { log, now }: Pick<Ground, "log" | "now">,
  { model, search }: Means,
): Promise<Engine> {
  if (model === undefined) return extractiveEngine();
  const { openClaude } = await import("./research/claude/open.ts");
  const serverSearch = search.id === "anthropic";
  const opened = await openClaude(model, { serverSearch, now, chance: Math.random, log });
  for (const problem of opened.problems) log("model", { problem });
  return opened.engine;
}

/** The workers: do what was asked, in the background. */
export async function startWorkers(
  ground: Ground,
  { concurrency, ...bounds }: Load,
  means: Means,
  { thinking, limits }: { thinking?: Thinking; limits?: DeliverDeps["limits"] } = {},
): Promise<{ queue: Queue; db: Database } & AsyncDisposable> {
  const { slack, log, now, budget = defaultLimits } = ground;
  await using opened = new AsyncDisposableStack();
  const db = opened.use(openPool(ground, { statementTimeoutMs: 30_000, connectTimeoutMs: 5_000 }));
  const slackOf = openWorkspace({ ...slack, now });
  const parse = openParser();
  const real = opened.use(await openThinking(ground, means, { db, slackOf, parse }));
  const queue = opened.use(await openOwnQueue(ground, { runs: concurrency, sql: db }));
  const { send, hurry } = queue;
  const { answerMinutes } = means;
  const queued = { db, send, hurry, bounds, budget, answerMinutes, now };
  const run: RunDeps = { ...queued, ...(thinking ?? real) };
  const delivery = { db, send, slackOf, budget, log, ...(limits && { limits }) };
  await queue.work(plan, run, Math.min(concurrency, 4));
  await queue.work(admit, run, 1);
  await queue.work(gather, run, concurrency);
  await queue.work(write, run, Math.min(concurrency, 4));
  await queue.work(check, run, Math.min(concurrency, 4));
  await queue.work(batches, { ...run, log }, 2);
  await queue.work(triage, run, 2);
  await queue.work(assume, { db, send, now }, 1);
  await queue.work(deliver, delivery, 4);
  await queue.work(whisper, { db, slackOf, log }, 1);
  await queue.work(alarm, { db, slackOf, now, log }, 1);
  await queue.work(stop, { db, send, slackOf, now }, 1);
  await queue.work(usage, { db, send, slackOf, budget }, 1);
  await queue.work(home, { db, slackOf }, 1);
  await queue.work(library, { db, folders: means.library, parse, log }, 1);
  await queue.work(dead, { db, send, now, log }, 1);
  await queue.work(tidy, { db, log }, 1);
  await queue.repeat(tidy, "17 * * * *", {});
  opened.use(startRescue({ db, send, bounds, log }));
  // Every few minutes, because people put files into folders without telling us.
  if (means.library.length > 0) await queue.repeat(library, "*/5 * * * *", {});

  const owned = opened.move();
  return { queue, db, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const openPool = (
  { databaseUrl }: Ground,
  limits: { statementTimeoutMs: number; connectTimeoutMs: number },
): Database => openDatabase({ connectionString: databaseUrl, connectionsMax: 10, ...limits });

const openOwnQueue = (
  { databaseUrl, log }: Ground,
  worker?: { runs: number; sql: Database },
): Promise<Queue> =>
  openQueue({ connectionString: databaseUrl, jobs, log, drainMs, ...(worker && { worker }) });
