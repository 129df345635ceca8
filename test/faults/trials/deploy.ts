import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { underLoad } from "../rig/load.ts";
import { openScene, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, judge, summed } from "../rig/verdict.ts";
import type { Outcome, Trial } from "../trial.ts";

/** Odd, so that a rollout ends on this version: what it has parked, the one before would never admit. */
const sizes = {
  full: { swaps: 21, settleMs: 120_000 },
  short: { swaps: 3, settleMs: 40_000 },
} as const;

const load = { workers: 1, underWay: 8, tasksMax: 2_000 };
const betweenMs = { from: 1_000, to: 2_500 };
const shares = { lost: 0, refused: 0, failed: 0, visibleWithinMs };

/** Two versions work side by side on the newer one's tables, each on rows that the other has written. */
export const deploy: Trial = {
  name: "deploy",
  figure: "This version and the one before side by side, swapped under load",
  target: "20 swaps and more: 0 lost, 0 duplicates",

  async run(given): Promise<Outcome> {
    const { swaps, settleMs } = sizes[given.size];
    await using former = await checkOutFormer();
    await using scene = await openScene(given, { replaced: {} });
    const { slack, chance, crew, books } = scene;
    slack.fated(openFaults(chance.fork("slack"), shares));
    if (!given.guarded) await books.query(contracted, z.never());
    await underLoad(scene, load, async () => {
      let old = await crew.hire("worker", former.folder);
      for (let n = 1; n <= swaps; n++) {
        await sleep(betweenMs.from + chance.below(betweenMs.to - betweenMs.from));
        const next = await crew.hire("worker", n % 2 === 1 ? undefined : former.folder);
        old.signal("SIGTERM");
        old = next;
        given.say(`${n} swaps`);
      }
    });
    const settled = await settle(scene, given.size, given.guarded ? settleMs : 10_000);
    // A worker of the version before charges an attempt and may have been in the middle of a call.
    const verdict = await judge(scene, () => true);
    for (const complaint of complaints(verdict)) given.say(complaint);
    const { lost, duplicates, rerun, failed } = verdict;
    return {
      measured: `${swaps} swaps (${former.commit.slice(0, 7)} and this version); ${summed(verdict)}`,
      met: settled && failed === 0 && [lost, duplicates, rerun].every(({ length }) => length === 0),
    };
  },
};

/** What an expanding migration never does: the version before no longer finds what it writes to. */
const contracted = "alter table step rename column started_at to begun_at";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const newest = "src/store/migrations/0005_admission.sql";

/** The version before the newest tables, from the repository's own history. Throws where the history does not reach so far. */
async function checkOutFormer(): Promise<AsyncDisposable & { folder: string; commit: string }> {
  const { stdout } = await run(
    "git",
    ["log", "--diff-filter=A", "--format=%H", "-1", "--", newest],
    { cwd: root },
  );
  const commit = (
    await run("git", ["rev-parse", `${stdout.trim()}^`], { cwd: root })
  ).stdout.trim();
  const folder = await mkdtemp(join(tmpdir(), "legwork-former-"));
  const archive = join(folder, "former.tar");
  await run("git", ["archive", "-o", archive, commit], { cwd: root });
  await run("tar", ["xf", archive, "-C", folder]);
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    commit,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
