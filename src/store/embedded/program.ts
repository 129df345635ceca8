import { spawn } from "node:child_process";

import { codeOf } from "./error.ts";

/** The user a program runs as. */
export type Identity = { uid: number; gid: number };

/** How a program ended. `code` is its exit status, or why it could not start (`EACCES`, `ENOENT`). */
export type Ending = { code: number | string; output: string };

const outputCharactersMax = 8_000;

/**
 * Runs one program to its end and keeps the end of what it says. With `quiet`, nothing is kept: a
 * server that the program leaves behind could otherwise hold our pipes open.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: { identity?: Identity | undefined; timeoutSeconds: number; quiet?: boolean },
): Promise<Ending> {
  const pipe = options.quiet === true ? "ignore" : "pipe";
  const child = spawn(file, args, {
    // Nothing of the caller's environment: PGDATA, PGPORT or a locale would change what happens.
    env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin:/usr/sbin:/sbin" },
    stdio: ["ignore", pipe, pipe],
    windowsHide: true,
    ...signed(options.identity),
  });

  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-outputCharactersMax);
    });
  }

  // A timer of our own: that of spawn runs on, and keeps us alive, when the program did not start.
  const timer = setTimeout(() => child.kill(), options.timeoutSeconds * 1_000);
  const { promise, resolve } = Promise.withResolvers<Ending>();
  child.once("error", (error) => resolve({ code: codeOf(error) ?? error.message, output }));
  child.once("close", (code, signal) => resolve({ code: code ?? signal ?? "unknown", output }));
  const ending = await promise;
  clearTimeout(timer);
  return ending;
}

/** The last lines of a program's output or log, on one line, for a message. */
export function lastLines(output: string): string {
  const linesMax = 6;
  const lines = output.split("\n").map((line) => line.trim());
  return lines.filter(Boolean).slice(-linesMax).join(" / ");
}

// spawn wants signed numbers: nobody on macOS is 4294967294, that is, -2.
function signed(identity: Identity | undefined) {
  return identity === undefined ? {} : { uid: identity.uid | 0, gid: identity.gid | 0 };
}
