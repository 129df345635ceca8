// Runs in place of the parsing child and tells its test what it could do there.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

process.send?.({
  secret: process.env["LEGWORK_TEST_SECRET"],
  read: attempt(() => readFileSync("/etc/hostname")),
  write: attempt(() => writeFileSync(join(tmpdir(), "legwork-probe"), "x")),
  spawn: attempt(() => spawnSync(process.execPath, ["--version"])),
});
process.disconnect();

function attempt(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_ACCESS_DENIED"
      ? "denied"
      : "failed";
  }
}
