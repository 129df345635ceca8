import { samplesFolder, samplesMissing } from "../support/samples.ts";
import { ack } from "./ack.ts";
import { openGround } from "./ground.ts";
import { settings } from "./machine.ts";
import { memory } from "./memory.ts";
import { pay } from "./pay.ts";
import { pickup } from "./pickup.ts";
import { quality } from "./quality.ts";
import { scorecard } from "./scorecard.ts";
import { thread } from "./thread.ts";

/** What can be measured, and how much of it in a default run. */
const parts: Readonly<Record<string, () => Promise<string>>> = {
  async ack() {
    await using ground = await openGround();
    return await ack(ground, { perSecond: 20, requests: 60, rounds: 5, warmUp: 20 });
  },
  async pickup() {
    await using ground = await openGround();
    return await pickup(ground, [
      { perSecond: 2, requests: 20 },
      { perSecond: 20, requests: 60 },
    ]);
  },
  async thread() {
    await using ground = await openGround();
    return await thread(ground, 12);
  },
  async pay() {
    await using ground = await openGround();
    return await pay(ground, 400);
  },
  async memory() {
    await using ground = await openGround();
    return await memory(ground, { runs: 200, callMs: 30_000, watchedMs: 30_000 });
  },
  async quality() {
    if (samplesMissing !== undefined) return `Quality: skipped, ${samplesMissing}.`;
    return scorecard(await quality(samplesFolder));
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no ${unknown.join(", ")}. Say ${Object.keys(parts).join(", ")}.\n`,
  );
  process.exitCode = 2;
} else {
  process.stdout.write(`${settings()}\n`);
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stdout.write(`\n${name}\n\n${await run()}\n`);
  }
}
