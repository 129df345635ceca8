import { expect, test } from "vitest";
import { bm25, forPages, queryOf } from "../../../src/research/extractive/bm25.ts";
import { gistOf } from "../../../src/research/extractive/gist.ts";
import { lexrank } from "../../../src/research/extractive/lexrank.ts";
import { pick } from "../../../src/research/extractive/pick.ts";
import { takeTurnsBySource } from "../../../src/research/extractive/roundrobin.ts";
import { topicQuery } from "../../../src/research/extractive/topic.ts";
import { unitsOf } from "../../../src/research/extractive/units.ts";
import { cosine, vectorsOf } from "../../../src/research/extractive/vectors.ts";
import { answerFrom, bestWindows } from "../../../src/research/extractive/windows.ts";
import { stemsOf, wordsOf } from "../../../src/research/extractive/words.ts";
import { sourceOf } from "../../support/samples.ts";

test("words are lower case, without possessives, thousands commas and stop-words, and stemmed", () => {
  expect(wordsOf("Ada’s 1,200 queues don't stop at 4.5")).toEqual([
    "ada",
    "1200",
    "queues",
    "don't",
    "stop",
    "at",
    "4.5",
  ]);
  expect(stemsOf("The queues were running, yeah")).toEqual(["queue", "run"]);
});

test("scripts without spaces are compared by pairs of characters", () => {
  expect(wordsOf("東京都庁")).toEqual(["東京", "京都", "都庁"]);
});

test("BM25 puts rare words before frequent ones, and never below zero", () => {
  const texts = ["the queue is full", "the queue is slow", "the queue leaks memory"].map(stemsOf);
  const scores = bm25(texts, queryOf(stemsOf("queue memory")), forPages);
  expect(scores[2]).toBeGreaterThan(scores[0] ?? 0);
  expect(Math.min(...scores)).toBeGreaterThan(0);
  expect(bm25(texts, queryOf(["unheard"]))).toEqual([0, 0, 0]);
});

test("the cosine of a text with itself is 1, with a stranger 0", () => {
  const [a, b, c] = vectorsOf([["x", "y"], ["x", "y"], ["z"]]);
  if (!a || !b || !c) throw new Error("three vectors were made");
  expect(cosine(a, b)).toBeCloseTo(1);
  expect(cosine(a, c)).toBe(0);
});

test("LexRank finds the sentence that the others resemble", () => {
  const texts = ["queue jobs workers", "queue jobs", "jobs workers", "weather today"].map((text) =>
    text.split(" "),
  );
  expect(lexrank(vectorsOf(texts))[0]).toBe(1);
  expect(lexrank([])).toEqual([]);
});

test("picking avoids repeats and keeps its budget", () => {
  const vectors = vectorsOf([
    ["a", "b"],
    ["a", "b"],
    ["c", "d"],
  ]);
  const candidates = vectors.map((vector, i) => ({ vector, cost: 10, score: 1 - i / 10 }));
  expect(pick(candidates, { words: 20, sentences: 9 }, 0.5)).toEqual([0, 2]);
  expect(pick(candidates, { words: 20, sentences: 9 }, 0)).toEqual([0, 1]);
  expect(pick(candidates, { words: 9, sentences: 9 }, 0.5)).toEqual([0]);
  expect(pick(candidates, { words: 90, sentences: 1 }, 0.5)).toEqual([0]);
});

const words = "budget travel housing schools roads health farming".split(" ");
const long = sourceOf(
  "file",
  "minutes",
  Array.from({ length: 120 }, (_, i) =>
    i === 70
      ? (["Karen", "The shortage of registered intermediaries delays the hearings."] as const)
      : ([
          "Bob",
          `Remark ${i} turns on ${words[i % 7]} ${i * 31} and ${words[i % 5]} ${i * 17}.`,
        ] as const),
  ),
);

test("windows find the place in a long text that speaks about a question, also by who speaks", async () => {
  const { units } = await unitsOf([long]);
  const query = topicQuery("What did Karen say about a shortage of intermediaries?");
  const pool = bestWindows(units, query);
  expect(pool.map(({ passage }) => passage)).toContain(70);
  expect(pool.length).toBeLessThanOrEqual(56);
  const picked = answerFrom(pool, query, { words: 60, sentences: 4 });
  expect(picked.map(({ passage }) => passage)).toContain(70);
  expect(bestWindows(units, queryOf(["kubernet"]))).toEqual([]);
});

test("each source has its say before any has a second one", async () => {
  const loud = sourceOf("page", "loud", [
    [null, "Queues keep jobs safe. Queues spread the load of jobs. Queues retry the failed jobs."],
  ]);
  const quiet = sourceOf("page", "quiet", [[null, "Some keep their jobs in a table instead."]]);
  const { units } = await unitsOf([loud, quiet]);
  const picked = takeTurnsBySource(units, topicQuery("queues for jobs"), {
    words: 99,
    sentences: 2,
  });
  expect(new Set(picked.map(({ source }) => source))).toEqual(new Set([0, 1]));
});

test("the gist of a thread leans on its opening and keeps reading order", async () => {
  const thread = sourceOf("thread", "t", [
    ["Ada", "The nightly export has failed three times since the upgrade."],
    ["Bob", "My cat sat on the keyboard again this morning, sorry."],
    ["Cy", "The export failed because the upgrade changed the date format."],
  ]);
  const { units } = await unitsOf([thread]);
  const gist = gistOf(units, { words: 25, sentences: 2 });
  expect(gist.map(({ passage }) => passage)).toEqual([0, 2]);
});
