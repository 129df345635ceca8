import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { signingSecret } from "./asking.ts";
import type { Instead } from "./program.ts";

export const botToken = "xoxb-trial";

/** One half of Legwork as `npm run app` and `npm run worker` start it: a process of its own, and nothing else between. */
export type Part = AsyncDisposable & {
  readonly pid: number;
  /** Where an app takes Slack's requests. */
  readonly url: string;
  /** Undefined while it runs; then how it ended. */
  readonly ended: () => string | undefined;
};

export type PartOptions = {
  readonly databaseUrl: string;
  readonly apiUrl: string;
  /** Modules that it gets in place of others: how a guard is taken away. */
  readonly instead?: readonly Instead[];
};

/** On a busy machine even loading takes a while. In milliseconds. */
const startMsMax = 60_000;
/** How long a process may take to end what it has in hand, in milliseconds. */
const stopMsMax = 30_000;
const wordsMax = 2_000;

const program = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const preload = new URL("instead.ts", import.meta.url).href;

export async function startPart(mode: "app" | "worker", options: PartOptions): Promise<Part> {
  const folder = await mkdtemp(join(tmpdir(), "legwork-part-"));
  const logFile = join(folder, "log");
  // Into a file, as a service's log goes: a pipe would wake whoever measures with every line.
  await using log = await open(logFile, "w");
  const child = spawn(process.execPath, [`--import=${preload}`, program, mode], {
    stdio: ["ignore", "pipe", log.fd],
    env: variables(options),
  });
  const exited = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), startMsMax);
  const url = await Promise.race([ready(child), exited.then(() => undefined)]);
  clearTimeout(timer);
  if (url === undefined) {
    const words = (await readFile(logFile, "utf8")).slice(-wordsMax);
    await rm(folder, { recursive: true });
    throw new Error(`the ${mode} ended before it was ready: ${words}`);
  }
  const end = () => child.exitCode ?? child.signalCode;
  return {
    pid: child.pid ?? 0,
    url: `${url}/slack/events`,
    ended: () => (end() === null ? undefined : `ended with ${end()}`),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), stopMsMax);
      if (end() === null) await exited;
      clearTimeout(late);
      await rm(folder, { recursive: true });
    },
  };
}

/** Its whole environment: nothing of whoever runs the trials gets in. */
const variables = ({ databaseUrl, apiUrl, instead = [] }: PartOptions): NodeJS.ProcessEnv => ({
  DATABASE_URL: databaseUrl,
  HOST: "127.0.0.1",
  PORT: "0",
  SLACK_API_URL: apiUrl,
  SLACK_BOT_TOKEN: botToken,
  SLACK_SIGNING_SECRET: signingSecret,
  LEGWORK_SEARCH: "none",
  LEGWORK_FAULTS_INSTEAD: JSON.stringify(instead),
  // Many are started, one after the other: all but the first find their code compiled.
  NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
});

/** Resolves with the address in the line that says so; a worker has none. */
async function ready(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  if (child.stdout === null) throw new Error("the process has no output");
  createInterface(child.stdout).on("line", (line) => {
    if (line.includes("is ready")) resolve(/http:\S+/.exec(line)?.[0] ?? "");
  });
  return promise;
}
