import type { ForkOptions } from "node:child_process";
import { fileURLToPath } from "node:url";

const programRoot = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * How a parsing child is started: without environment, so that it holds no secret; with leave to read this program's
 * own files only, to write nothing, start no process and load no native code; and with a small heap.
 */
export const isolation = (heapMiB: number): ForkOptions => ({
  env: {},
  execArgv: [
    `--max-old-space-size=${heapMiB}`,
    "--permission",
    `--allow-fs-read=${programRoot}*`,
    "--allow-worker",
    "--no-warnings",
  ],
  serialization: "advanced",
  // What parsers print about a document is not for our logs.
  stdio: ["ignore", "ignore", "ignore", "ipc"],
});
