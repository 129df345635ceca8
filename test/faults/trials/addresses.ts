import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Instead, type Ran, runProgram } from "../rig/program.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { Report } from "./addresses/report.ts";

/** Addresses that lead to private places in every spelling we know, each also behind a redirect. */
export const addresses: Trial = {
  name: "addresses",
  figure: "Addresses of private places in all spellings, by redirect, and by names that change",
  target: "0 reached, honest pages read",

  async run(given) {
    const own = await fetchAll(given, true);
    const found = reportOf(own);
    if (found !== undefined) return outcomeOf(found, "in a network of their own");
    if (own.said.length > 0) return endedEarly;
    given.say(`No network of its own here (${lastLine(own.errors)}); connections are stubbed.`);
    const stubbed = reportOf(await fetchAll(given, false));
    if (stubbed !== undefined) return outcomeOf(stubbed, "with stubbed connections");
    return endedEarly;
  },
};

const endedEarly: Outcome = { measured: "the fetching process ended early", met: false };

/** More than one fetch may take. */
const silenceMsMax = 30_000;
const unguarded: Instead = [
  new URL("../../../src/research/sources/guard.ts", import.meta.url).href,
  new URL("../rig/broken/unguarded.ts", import.meta.url).href,
];

async function fetchAll({ guarded }: Given, own: boolean): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "legwork-addresses-"));
  try {
    return await runProgram({
      file: new URL("addresses/range.ts", import.meta.url),
      given: { own, folder },
      instead: guarded ? [] : [unguarded],
      within: own ? apart() : [],
      silenceMsMax,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A network and a view of the files that nobody else has; whoever is not root needs to be root there, too. */
function apart(): string[] {
  const root = process.getuid?.() === 0;
  return ["unshare", "-n", "-m", ...(root ? [] : ["-r"])];
}

const reportOf = ({ said }: Ran): Report | undefined => Report.safeParse(said.at(-1)).data;

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

function outcomeOf({ asked, reached, wordless, honest }: Report, where: string): Outcome {
  return {
    measured: `${asked} fetches ${where}: ${reached.length} reached, ${wordless.length} without words, ${honest} of 2 honest pages read`,
    met: reached.length === 0 && wordless.length === 0 && honest === 2,
  };
}
