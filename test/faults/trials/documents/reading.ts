// Reads uploaded files as a worker does, one after the other, and tells after each what it did to this process.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ChannelId, FileId } from "../../../../src/domain/ids.ts";
import { openParser } from "../../../../src/research/sources/documents/parse.ts";
import { parseLimits } from "../../../../src/research/sources/limits.ts";
import { openReader } from "../../../../src/research/sources/reader.ts";
import { unused } from "../../../research/sources/readers.ts";
import { endAbove, measure } from "../../rig/measure.ts";
import type { Told } from "./told.ts";

const Given = z.object({
  files: z.array(z.object({ name: z.string(), location: z.string() })),
  timeMs: z.number(),
});
const { files, timeMs } = Given.parse(JSON.parse(process.argv[2] ?? "{}"));

/** More than the product may take, less than the machine has. */
const memoryBytesMax = 2 * 1024 ** 3;
const lookEveryMs = 50;
const channel = ChannelId.parse("C0FILES");

endAbove(memoryBytesMax);
const parse = openParser({ ...parseLimits, timeMs });

for (const [position, { name, location }] of files.entries()) {
  const bytes = await readFile(location);
  const upload = { name, mimetype: null, size: bytes.length, bytes, permalink: null, channel };
  const read = openReader({
    fetchPage: unused,
    search: null,
    slack: { thread: unused, channel: unused, file: async () => upload },
    library: { search: unused },
    answers: unused,
    parse,
    now: () => new Date(),
    log: () => {},
  });
  let parserBytes: number | null = null;
  const looking = setInterval(() => {
    parserBytes = Math.max(parserBytes ?? 0, ...parsersBytes());
  }, lookEveryMs);
  const query = { type: "file", file: FileId.parse("F0HOSTILE"), name } as const;
  const { value, measured } = await measure(() => read(query, new AbortController().signal));
  clearInterval(looking);
  const told: Told = {
    position,
    notes: [...value.notes],
    read: value.sources.length > 0,
    measured,
    parserBytes,
  };
  process.send?.(told);
}
process.disconnect();

/** The most that each child of this process has had so far; nothing where the system has no such files. */
function parsersBytes(): number[] {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim();
    return children.split(" ").map((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    });
  } catch {
    return [];
  }
}
