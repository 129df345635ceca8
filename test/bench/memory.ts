import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { harbourPages } from "../support/harbour.ts";
import { defaultApiKey } from "../support/model/house.ts";
import { openWeb } from "../support/web.ts";
import type { Ground } from "./ground.ts";
import { botToken } from "./legwork.ts";
import { signingSecret } from "./load.ts";
import { startSubject } from "./subject.ts";
import { table } from "./table.ts";

/** How long it may take until all runs have a call under way, and how often somebody looks; in milliseconds. */
const fillMsMax = 240_000;
const lookEveryMs = 250;

export type Crowd = {
  readonly runs: number;
  /** How long each call of a part lasts, and how long all of them are watched. */
  readonly callMs: number;
  readonly watchedMs: number;
};

/** What one worker process takes while it has many runs in hand, each with a call under way; the model is another process. */
export async function memory(ground: Ground, { runs, callMs, watchedMs }: Crowd): Promise<string> {
  await using opened = new AsyncDisposableStack();
  const databaseUrl = await ground.migrated("memory");
  const db = opened.use(openOwn(databaseUrl));
  const web = opened.use(await openWeb(harbourPages, { opened: false }));
  const slack = opened.use(await startSubject("slack", { botToken, signingSecret }));
  const model = opened.use(await startSubject("model", { callMs }));
  const worker = opened.use(
    await startSubject("worker", {
      databaseUrl,
      botToken,
      runs,
      apiKey: defaultApiKey,
      apiUrl: slack.url,
      modelUrl: model.url,
      searchUrl: web.searchUrl,
      fetchAllow: web.host,
    }),
  );
  const looks: Look[] = [];
  try {
    const [full, most] = [() => looks.some(({ open }) => open >= runs), fillMsMax / lookEveryMs];
    while (!full() && looks.length < most) looks.push(await look(db, worker.pid));
    const until = performance.now() + watchedMs;
    while (performance.now() < until) looks.push(await look(db, worker.pid));
  } finally {
    // What it has in hand would take it longer than anybody waits.
    process.kill(worker.pid, "SIGKILL");
  }
  return report(looks, { runs, callMs, watchedMs });
}

type Look = { readonly open: number; readonly residentMb: number };

/** How many runs have a call under way, by the money that is kept aside for it, and what the process takes. */
async function look(db: Database, pid: number): Promise<Look> {
  const { rows } = await db.query<{ open: number }>(
    "select count(distinct task_id)::int as open from step where reserved_usd > 0",
  );
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  await sleep(lookEveryMs);
  return { open: rows[0]?.open ?? 0, residentMb: Number(stdout) / 1_024 };
}

function report(looks: readonly Look[], { runs, callMs }: Crowd): string {
  const mostOpen = Math.max(...looks.map(({ open }) => open));
  const full = looks.filter(({ open }) => open >= runs);
  const peak = (of: readonly Look[]): string =>
    of.length === 0 ? "-" : `${Math.max(...of.map(({ residentMb }) => residentMb)).toFixed(0)} MB`;
  return [
    `One worker process with ${runs} runs in hand, each in a model call of ${callMs / 1_000} s; the model in a process of its own.`,
    "",
    table(
      ["", "resident at most"],
      [
        [`while all ${runs} have a call under way`, peak(full)],
        ["at any time", peak(looks)],
        ["at first", `${(looks[0]?.residentMb ?? 0).toFixed(0)} MB`],
      ],
    ),
    "",
    full.length === 0
      ? `At most ${mostOpen} runs had a call under way: the figure is not reached.`
      : `Seen ${full.length} times in ${looks.length} looks.`,
  ].join("\n");
}

const openOwn = (connectionString: string): Database =>
  openDatabase({
    connectionString,
    connectionsMax: 2,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 10_000,
  });
