import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** How long it may take to be ready, and to end; in milliseconds. */
const readyWithinMs = 60_000;
const endWithinMs = 30_000;
const lookEveryMs = 50;

/** Starts everything as a newcomer does, presses Ctrl-C, and answers with the processes that are then still there. */
export async function interrupt(): Promise<{ left: readonly number[]; tookMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), "legwork-interrupt-"));
  // A terminal sends Ctrl-C to all that belong to it: a group of its own stands for that.
  const child = spawn("npm", ["start"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...bare(), PORT: "0", LEGWORK_DATA: folder },
  });
  const ended = once(child, "exit");
  const { pid = 0 } = child;
  let home = folder;
  try {
    await ready(child.stdout, ended);
    home = await homeOf(folder);
    const family = await familyOf(pid, home);
    const at = Date.now();
    process.kill(-pid, "SIGINT");
    // npm itself may be gone before those that it has started.
    while (family.some(isAlive) && Date.now() - at < endWithinMs) await sleep(lookEveryMs);
    const tookMs = Date.now() - at;
    const left = family.filter(isAlive);
    for (const one of left) process.kill(one, "SIGKILL");
    return { left, tookMs };
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, "SIGKILL");
    for (const path of new Set([folder, home])) await rm(path, { recursive: true, force: true });
  }
}

/** What decides about another Legwork is not for this one. */
const bare = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:LEGWORK|SLACK|DATABASE)_/.test(name)),
  );

async function ready(said: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  const late = sleep(readyWithinMs, undefined, { ref: false }).then(() => {
    throw new Error("npm start was not ready in time");
  });
  const early = ended.then(() => {
    throw new Error("npm start ended before it was ready");
  });
  const { promise: heard, resolve } = Promise.withResolvers<void>();
  let text = "";
  said.on("data", (part) => {
    text = (text + String(part)).slice(-charactersKept);
    if (text.includes("Legwork is ready")) resolve();
  });
  await Promise.race([heard, late, early]);
}

/** Of what it says; the end is enough. */
const charactersKept = 10_000;

/** Where the data really lies: started by root, it lies where another user can reach it. */
async function homeOf(folder: string): Promise<string> {
  const location = join(folder, "postgres", "location");
  return await readFile(location, "utf8").then(
    (place) => place.trim(),
    () => folder,
  );
}

/** The process and all that came of it, with the database's server, which lives in a session of its own. */
async function familyOf(pid: number, home: string): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axwwo", "pid=,ppid=,command="]);
  const all = stdout.split("\n").flatMap((line) => {
    const [, own, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return own === undefined ? [] : [{ own: Number(own), parent: Number(parent), command }];
  });
  const family = new Set([pid]);
  for (const { own, command } of all) if (command.includes(home)) family.add(own);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { own, parent } of all) if (family.has(parent)) family.add(own);
  }
  return [...family];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
