import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A program of the rig, run in a process of its own: what happens to it does not happen to whoever measures it. */
export type Program = {
  readonly file: URL;
  /** Arrives as its first argument, in JSON. */
  readonly given: object;
  /** Modules that it gets in place of others: how a guard is taken away. */
  readonly instead?: readonly Instead[];
  /** The command that starts it, e.g. `unshare -n`; none unless given. */
  readonly within?: readonly string[];
  /** Once it has said something, it is killed when it says nothing for so long. In milliseconds. */
  readonly silenceMsMax: number;
};

/** Addresses of two modules. The one that is loaded instead can still load the original itself. */
export type Instead = readonly [original: string, instead: string];

/** What became of a program. */
export type Ran = {
  /** All that it sent by `process.send`, in order. */
  readonly said: readonly unknown[];
  /** What it wrote to standard error, from the beginning. */
  readonly errors: string;
  /** It came to its end by itself and without complaint. */
  readonly finished: boolean;
};

/** On a busy machine even loading what it needs takes a program some time. */
const startMsMax = 30_000;
const errorCharsMax = 10_000_000;
const preload = new URL("instead.ts", import.meta.url);

/** Runs a program to its end; `hear` gets each message as it comes. */
export async function runProgram(
  program: Program,
  hear: (message: unknown) => void = () => {},
): Promise<Ran> {
  const { file, given, instead = [], within = [], silenceMsMax } = program;
  const [command, ...rest] = [
    ...within,
    process.execPath,
    "--no-warnings",
    `--import=${preload.href}`,
    fileURLToPath(file),
    JSON.stringify(given),
  ];
  const child = spawn(command, rest, {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { PATH: process.env["PATH"], LEGWORK_FAULTS_INSTEAD: JSON.stringify(instead) },
  });
  const kill = () => child.kill("SIGKILL");
  let silence = setTimeout(kill, startMsMax);
  const said: unknown[] = [];
  child.on("message", (message) => {
    clearTimeout(silence);
    silence = setTimeout(kill, silenceMsMax);
    said.push(message);
    hear(message);
  });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    if (errors.length < errorCharsMax) errors += text;
  });
  // "close" comes after the last message and the last line; a command that is not there has no exit.
  const closed = once(child, "close").catch((error: unknown) => {
    errors += String(error);
  });
  await closed;
  clearTimeout(silence);
  return { said, errors, finished: child.exitCode === 0 };
}
