// Reads pages as a worker does, by their addresses, and tells after each what it did to this process.
import { z } from "zod";
import { openParser } from "../../../../src/research/sources/documents/parse.ts";
import { openFetch } from "../../../../src/research/sources/fetch.ts";
import { openReader } from "../../../../src/research/sources/reader.ts";
import { unused } from "../../../research/sources/readers.ts";
import { endAbove, measure } from "../../rig/measure.ts";
import { Limits } from "./limits.ts";
import { memoryBytesMax, type Told } from "./told.ts";

const Given = z.object({
  host: z.string(),
  /** Paths that are read one after the other, and those that are slow and read at the same time. */
  quick: z.array(z.string()),
  slow: z.array(z.string()),
  limits: Limits,
  /** How often the quick ones are read: what is kept of a response shows when it comes again. */
  rounds: z.int(),
});
const { host, quick, slow, limits, rounds } = Given.parse(JSON.parse(process.argv[2] ?? "{}"));

endAbove(memoryBytesMax);
const parse = openParser();
await using door = openFetch({ allow: [host], limits });
const read = openReader({
  fetchPage: door.fetchPage,
  search: null,
  slack: { thread: unused, channel: unused, file: unused },
  library: { search: unused },
  answers: unused,
  parse,
  now: () => new Date(),
  log: () => {},
});

async function readPage(path: string, round: number): Promise<void> {
  const url = `http://${host}${path}`;
  const { value, measured } = await measure(() =>
    read({ type: "page", url }, new AbortController().signal),
  );
  const texts = value.sources.flatMap(({ passages }) => passages.map(({ text }) => text));
  const told: Told = { path, round, notes: [...value.notes], text: texts.join("\n"), measured };
  process.send?.(told);
}

// What comes first pays for what is loaded then.
await readPage("/honest", 0);
for (let round = 1; round <= rounds; round += 1) {
  for (const path of quick) await readPage(path, round);
}
await Promise.all(slow.map((path) => readPage(path, rounds)));
process.disconnect();
