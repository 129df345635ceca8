import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLimits } from "../../../src/research/sources/limits.ts";
import type { HostileDocument } from "../../research/sources/bomb.ts";
import { heavyDocuments, hostileDocuments } from "../../research/sources/bombs.ts";
import { most } from "../rig/measure.ts";
import { type Instead, runProgram } from "../rig/program.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { Told } from "./documents/told.ts";

/** Uploads that unpack, unfold or nest without end, or are broken. */
export const documents: Trial = {
  name: "documents",
  figure: "Hostile documents: bombs, loops, entities, nesting, names that climb",
  target: "each ends in words within 20 s, event loop < 200 ms behind, memory + < 100 MB by one",

  async run(given) {
    const cases = casesOf(given);
    const folder = await mkdtemp(join(tmpdir(), "legwork-documents-"));
    try {
      const files: { name: string; location: string }[] = [];
      for (const [n, { name, content }] of cases.entries()) {
        const location = join(folder, String(n));
        await writeFile(location, content());
        files.push({ name, location });
      }
      const { said, finished } = await runProgram(
        {
          file: new URL("documents/reading.ts", import.meta.url),
          given: { files, timeMs: timeMsOf(given) },
          instead: given.guarded ? [] : [unisolated],
          silenceMsMax,
        },
        (message) => given.say(JSON.stringify(message)),
      );
      const told = said.map((message) => Told.parse(message));
      return outcomeOf(cases, told, finished);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

const endMsMax = 20_000;
const lagMsMax = 200;
const grownBytesMax = 100e6;
/** What a parser may have, and what it may take between two looks at it. */
const parserBytesMax = parseLimits.memoryBytesMax + 256 * 1024 ** 2;
const silenceMsMax = 25_000;

const unisolated: Instead = [
  new URL("../../../src/research/sources/documents/parse.ts", import.meta.url).href,
  new URL("../rig/broken/unisolated.ts", import.meta.url).href,
];

/** One of each sort, quick to make and to refuse. */
export const brief: ReadonlySet<string> = new Set([
  "long.docx",
  "overlapping.docx",
  "laughter.docx",
  "cyclic.pdf",
  "nested.html",
  "deep.json",
  "../../../etc/passwd",
]);

const casesOf = ({ size }: Given): readonly HostileDocument[] =>
  size === "full"
    ? [...hostileDocuments, ...heavyDocuments]
    : hostileDocuments.filter(({ name }) => brief.has(name));

const timeMsOf = ({ size }: Given): number => (size === "full" ? parseLimits.timeMs : 5_000);

function isRight({ told: words }: HostileDocument, { notes, read }: Told): boolean {
  const [note = "", ...more] = notes;
  const sentence = /^\S.* could not be read: .*\.$/.test(note) && more.length === 0;
  if (words === null) return read || sentence;
  return sentence && !read && (typeof words === "string" ? note.endsWith(words) : words.test(note));
}

function outcomeOf(
  cases: readonly HostileDocument[],
  told: readonly Told[],
  finished: boolean,
): Outcome {
  const { ms, lagMs, grownBytes } = most(told.map(({ measured }) => measured));
  const parsers = told.flatMap(({ parserBytes }) => parserBytes ?? []);
  const parserBytes = Math.max(0, ...parsers);
  const wrong = cases.filter(
    (each, n) => !told.some((one) => one.position === n && isRight(each, one)),
  );
  const figures = [
    `${cases.length - wrong.length} of ${cases.length} ended in the right words, after ${(ms / 1e3).toFixed(1)} s at most`,
    `event loop ${Math.round(lagMs)} ms behind`,
    `memory + ${Math.round(grownBytes / 1e6)} MB`,
    ...(parsers.length > 0 ? [`a parser's ${Math.round(parserBytes / 1e6)} MB`] : []),
    ...(finished ? [] : ["the reading process had to be ended"]),
    ...(wrong.length > 0 ? [`not so: ${wrong.map(({ name }) => name).join(", ")}`] : []),
  ];
  return {
    measured: figures.join("; "),
    met:
      finished &&
      wrong.length === 0 &&
      ms <= endMsMax &&
      lagMs < lagMsMax &&
      grownBytes < grownBytesMax &&
      parserBytes < parserBytesMax,
  };
}
