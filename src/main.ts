import { randomBytes } from "node:crypto";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { type Ground, type SlackAccess, startApp, startWorkers } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { openLog } from "./log.ts";
import { dieAt } from "./points.ts";
import { mountPage } from "./sandbox/page/mount.ts";
import { type Sandbox, startSandbox } from "./sandbox/sandbox.ts";
import { libraryFolder } from "./sandbox/seed/library.ts";
import { EmbeddedPostgresError, openEmbeddedPostgres } from "./store/embedded.ts";
import { migrate } from "./store/migrate.ts";

/** What is started: everything, one half of it, or only the migrations. */
const modes = ["all", "app", "worker", "migrate"] as const;
type Mode = (typeof modes)[number];

/** Ctrl-C reaches us twice, from the terminal and from npm; what comes a second later means it. */
const secondSignalMs = 1_000;
const stop = new Promise<void>((resolve) => {
  let first: number | undefined;
  const heed = () => {
    first ??= performance.now();
    if (performance.now() - first > secondSignalMs) process.exit(130);
    resolve();
  };
  process.on("SIGTERM", heed).on("SIGINT", heed);
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const mode = modes.find((each) => each === (process.argv[2] ?? "all"));
const settings = readConfig();
if (mode === undefined) {
  refuse([`Say one of ${modes.join(", ")}.`]);
} else if ("problems" in settings) {
  refuse(["Legwork cannot start:", ...settings.problems.map((problem) => `  ${problem}`)]);
} else if (settings.slack === undefined && (mode === "app" || mode === "worker")) {
  refuse(["Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, first."]);
} else {
  await run(mode, settings).catch(explain);
}

/** Opened top to bottom, closed bottom to top. */
async function run(started: Mode, config: Config): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const log = openLog();
  if (config.fault !== undefined) dieAt(config.fault);
  const databaseUrl = config.databaseUrl ?? opened.use(await openOwnPostgres(config)).url;
  await migrate(databaseUrl);
  if (started === "migrate") return say("The tables are up to date.");

  const local = config.slack === undefined ? opened.use(await openLocalSlack(config)) : undefined;
  const slack = config.slack ?? local?.access;
  if (slack === undefined) throw new Error("there is neither Slack nor a stand-in for it");
  const ground: Ground = { databaseUrl, slack, budget: config.budget, now: () => new Date(), log };

  if (started !== "app") {
    const library = local ? [...config.library, libraryFolder] : config.library;
    const { search, fetchAllow, answerMinutes, model } = config;
    const means = { search, fetchAllow, library, answerMinutes, model };
    // On the same machine whoever answers Slack goes first; the work can wait a moment.
    if (started === "worker") setPriority(constants.priority.PRIORITY_LOW);
    opened.use(await startWorkers(ground, config.load, means));
    if (started === "worker") say("Legwork's worker is ready.");
  }
  if (started !== "worker") {
    const app = opened.use(await startApp(ground, config));
    local?.reach(`${app.url}/slack/events`);
    say(local ? `Legwork is ready: open ${local.url}` : `Legwork is ready at ${app.url}`);
  }
  await stop;
  say("Legwork is stopping.");
}

function openOwnPostgres({ dataFolder }: Config) {
  return openEmbeddedPostgres({ folder: join(dataFolder, "postgres"), log: say });
}

/** A Slack of our own, for whoever has none; its page is one port above ours. `--socket` reaches us by Socket Mode. */
async function openLocalSlack({ port, host }: Config) {
  const socket = process.argv.includes("--socket");
  const botToken = `xoxb-local-${randomBytes(12).toString("hex")}`;
  const signingSecret = randomBytes(16).toString("hex");
  const appToken = `xapp-local-${randomBytes(12).toString("hex")}`;
  const sandbox: Sandbox = await startSandbox({
    port: port === 0 ? 0 : port + 1,
    host,
    botToken,
    page: mountPage,
    delivery: { mode: "socket", appToken },
  });
  const access: SlackAccess = {
    botToken,
    signingSecret: socket ? undefined : signingSecret,
    appToken: socket ? appToken : undefined,
    apiUrl: sandbox.apiUrl,
  };
  return {
    url: sandbox.url,
    access,
    /** Over HTTP, once the app's own address is known. */
    reach: (url: string) => socket || sandbox.setDelivery({ mode: "http", url, signingSecret }),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

/** What a person can put right is said in a sentence; everything else keeps its trace. */
function explain(error: unknown): void {
  if (error instanceof EmbeddedPostgresError) return refuse([error.message]);
  if (error instanceof Error && "code" in error) {
    if (error.code === "EADDRINUSE") {
      return refuse([
        "Another program uses the port. Set PORT to a free one (the local page takes the next).",
      ]);
    }
    if (error.code === "ECONNREFUSED") {
      return refuse(["The database does not answer. Check DATABASE_URL."]);
    }
  }
  throw error;
}

function refuse(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 2;
}
