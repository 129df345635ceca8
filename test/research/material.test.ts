import { expect, test } from "vitest";
import type { Finding, Source } from "../../src/domain/source.ts";
import type { Gathered } from "../../src/research/engine.ts";
import { mergeGathered } from "../../src/research/material.ts";
import { sourceOf } from "../support/samples.ts";

const words =
  "queue worker retry budget launch price server client deadline review export backup metric alert owner".split(
    " ",
  );
const essay = (seed: number, from = 0, to = 60): string =>
  Array.from(
    { length: to - from },
    (_, i) => `${words[((i + from) * seed + 3) % 15]}${(i + from) * seed}`,
  ).join(" ");
const page = (title: string, ...texts: string[]): Source =>
  sourceOf(
    "page",
    title,
    texts.map((text) => [null, text] as const),
    `https://${title}.example/`,
  );
const finding = (source: number, passage: number): Finding => ({
  source,
  passage,
  score: 1,
  why: "mentions it",
});
const gathered = (sources: Source[], findings: Finding[] = [], notes: string[] = []): Gathered => ({
  sources,
  findings,
  notes,
});

const a = page("a", essay(1), essay(2));
const b = page("b", essay(5));
const c = page("c", essay(7));

test("positions count over the whole run, in the order of the subtasks, whichever came home first", () => {
  const merged = mergeGathered([
    { subtask: 2, gathered: gathered([c], [finding(0, 0)]) },
    { subtask: 1, gathered: gathered([a, b], [finding(1, 0), finding(0, 1)]) },
  ]);
  expect(merged.sources.map(({ title }) => title)).toEqual(["a", "b", "c"]);
  expect(merged.findings.map(({ source, passage, subtask }) => [source, passage, subtask])).toEqual(
    [
      [1, 0, 1],
      [0, 1, 1],
      [2, 0, 2],
    ],
  );
});

test("a page read twice is one source, and its findings stay with it, each once", () => {
  const again = { ...a, url: "https://a.example/#top" };
  const merged = mergeGathered([
    { subtask: 1, gathered: gathered([a], [finding(0, 1)]) },
    { subtask: 2, gathered: gathered([b, again], [finding(1, 1), finding(1, 0)]) },
  ]);
  expect(merged.sources.map(({ title }) => title)).toEqual(["a", "b"]);
  expect(merged.findings.map(({ source, passage }) => [source, passage])).toEqual([
    [0, 1],
    [0, 0],
  ]);
  expect(merged.notes).toEqual([]);
});

test("a near copy under another address is left out, and that is said", () => {
  const copy = page("copy", `${essay(1)} and a line of its own`, essay(2, 0, 40));
  const merged = mergeGathered([{ subtask: 1, gathered: gathered([a, copy, b]) }]);
  expect(merged.sources.map(({ title }) => title)).toEqual(["a", "b"]);
  expect(merged.notes).toEqual(["“copy” was left out: nearly the same text as “a”."]);
});

test("a page takes the place of its excerpt, findings included", () => {
  const excerpt = page("excerpt", essay(2));
  const merged = mergeGathered([
    { subtask: 1, gathered: gathered([excerpt, b], [finding(0, 0)]) },
    { subtask: 2, gathered: gathered([a], [finding(0, 0)]) },
  ]);
  expect(merged.sources.map(({ title }) => title)).toEqual(["a", "b"]);
  expect(merged.findings.map(({ source, passage }) => [source, passage])).toEqual([
    [0, 1],
    [0, 0],
  ]);
});

test("conversations are no copies of each other, but the longer reading of one replaces the shorter", () => {
  const thread = sourceOf("thread", "t", [["Ada", essay(1)]], "https://slack.example/t");
  const grown = sourceOf(
    "thread",
    "t",
    [
      ["Ada", essay(1)],
      ["Bob", "Agreed."],
    ],
    "https://slack.example/t",
  );
  const channel = sourceOf(
    "channel",
    "ops",
    [
      ["Ada", essay(1)],
      ["Cy", essay(9)],
    ],
    "https://slack.example/c",
  );
  const merged = mergeGathered([{ subtask: 1, gathered: gathered([thread, channel, grown]) }]);
  expect(merged.sources).toEqual([grown, channel]);
});

test("what fewer people may see never stands in for what all may see", () => {
  const hidden: Source = { ...page("hidden", essay(1), essay(2)), visibility: { type: "public" } };
  expect(mergeGathered([{ subtask: 1, gathered: gathered([a, hidden]) }]).sources).toHaveLength(2);
});

test("short texts are copies only when they are the same", () => {
  const merged = mergeGathered([
    {
      subtask: 1,
      gathered: gathered([
        page("x", "We ship on Friday at noon."),
        page("y", "We ship on Friday at noon, says Bob."),
        page("z", "We ship on Friday at noon."),
      ]),
    },
  ]);
  expect(merged.sources.map(({ title }) => title)).toEqual(["x", "y"]);
});

test("what was there earlier keeps its positions, and notes are told once", () => {
  const earlier = mergeGathered([
    { subtask: 1, gathered: gathered([a, b], [finding(1, 0)], ["One page was empty."]) },
  ]);
  const merged = mergeGathered(
    [{ subtask: 1, gathered: gathered([c, b], [finding(0, 0)], ["One page was empty."]) }],
    earlier,
  );
  expect(merged.sources.map(({ title }) => title)).toEqual(["a", "b", "c"]);
  expect(merged.findings.map(({ source }) => source)).toEqual([1, 2]);
  expect(merged.notes).toEqual(["One page was empty."]);
});
