// Shows hostile strings on every surface, and tells what Slack would make of them.
import { z } from "zod";
import { openChance } from "../../rig/chance.ts";
import { harmOf } from "./harm.ts";
import { hostileStrings } from "./hostile.ts";
import type { Report } from "./report.ts";
import { surfacesOf } from "./surfaces.ts";

const Given = z.object({ seed: z.int(), strings: z.int() });
const { seed, strings } = Given.parse(JSON.parse(process.argv[2] ?? "{}"));

const chance = openChance(seed);
/** Where sources are read from, honest addresses and others. */
const addresses = [
  "https://status.example/a?b=c#d",
  "https://аррӏе.example/x",
  "https://user:secret@bank.example/",
  "https://evil.example/|https:/bank.example>",
  `https://long.example/${"a".repeat(4_000)}`,
  "javascript:alert(1)",
  "data:text/html,x",
  "slack://channel?id=C0PRIVATE",
];
const sayEvery = 20;

const report: Report = { strings: 0, messages: 0, harm: {}, first: [] };
for (const text of hostileStrings(chance, strings)) {
  const surfaces = surfacesOf(text, chance.pick(addresses));
  for (const { kind, what } of await harmOf(surfaces)) {
    report.harm[kind] = (report.harm[kind] ?? 0) + 1;
    if (report.first.length < 10) report.first.push(`${kind}: ${what}`.slice(0, 300));
  }
  report.strings += 1;
  report.messages += surfaces.messages.length;
  if (report.strings % sayEvery === 0) process.send?.({ strings: report.strings });
}
process.send?.(report, () => process.disconnect());
