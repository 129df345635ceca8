/**
 * Runs a program of ours on the Node that came with the install, whatever Node the machine has:
 * `node src/launch.mjs <file> [arguments]`. Plain JavaScript, because an older Node has to read it.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const nodeMajor = 24;
const [file = "", ...args] = process.argv.slice(2);

if (Number(process.versions.node.split(".")[0]) >= nodeMajor) {
  process.argv.splice(1, 2, resolve(file));
  await import(pathToFileURL(resolve(file)).href);
} else {
  const child = spawn(ownNode(), [file, ...args], { stdio: "inherit" });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGINT", () => {}); // The terminal sends it to the child as well; we leave when the child has.
  child.on("error", (error) => {
    process.stderr.write(`Node ${nodeMajor} could not be started (${error.code}). Run npm ci.\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

/** The package `node` holds it once its install script has run; the package for this platform holds it in any case. */
function ownNode() {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  for (const name of [
    "node",
    `node-${platform}-${process.arch}`,
    `node-bin-${platform}-${process.arch}`,
  ]) {
    try {
      return require.resolve(`${name}/${binary}`);
    } catch {
      // Not installed here; the next one may be.
    }
  }
  process.stderr.write(`This needs Node ${nodeMajor} or newer, and none came with the install.\n`);
  process.exit(1);
}
