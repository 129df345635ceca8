import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import type { Clone } from "./clone.ts";

const Line = z.object({
  log: z.string().optional(),
  opened: z.object({ url: z.string(), adopted: z.boolean() }).optional(),
  refused: z.object({ name: z.string(), message: z.string() }).optional(),
});

/** Another process that opens the embedded Postgres in a folder and holds it. */
export type Holder = AsyncDisposable & {
  pid: number;
  logged: string[];
  opened: Promise<{ url: string; adopted: boolean }>;
  refused: Promise<{ name: string; message: string }>;
  /** Ends the process and all of its group, as Ctrl-C in a terminal would, with that signal. */
  endGroup(signal: NodeJS.Signals): Promise<void>;
};

/** Starts a holder, from this repository or from a clone of it, as us or as another user. */
export function startHolder(folder: string, options: { clone?: Clone; uid?: number } = {}): Holder {
  const { clone, uid } = options;
  const script = clone
    ? `${clone.path}/test/support/hold.ts`
    : fileURLToPath(new URL("hold.ts", import.meta.url));
  const child = spawn(clone?.node ?? process.execPath, [script, folder], {
    cwd: clone?.path,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const closed = once(child, "close");
  const opened = Promise.withResolvers<{ url: string; adopted: boolean }>();
  const refused = Promise.withResolvers<{ name: string; message: string }>();
  const logged: string[] = [];
  createInterface(child.stdout).on("line", (text) => {
    const line = Line.parse(JSON.parse(text));
    if (line.log !== undefined) logged.push(line.log);
    if (line.opened) opened.resolve(line.opened);
    if (line.refused) refused.resolve(line.refused);
    if (line.opened) refused.reject(new Error("opened, though it should have been refused"));
    if (line.refused) opened.reject(new Error(line.refused.message));
  });
  for (const { promise } of [opened, refused]) promise.catch(() => {}); // A test awaits only one.

  const end = async (pid: number, signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal);
    await closed;
  };
  const pid = child.pid ?? 0;
  return {
    pid,
    logged,
    opened: opened.promise,
    refused: refused.promise,
    endGroup: async (signal) => await end(-pid, signal),
    [Symbol.asyncDispose]: async () => await end(pid, "SIGTERM"),
  };
}
