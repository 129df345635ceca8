import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Citation, Draft, Statement } from "../../src/domain/draft.ts";
import type { Material } from "../../src/research/engine.ts";
import { researchBrain } from "../support/model/brain.ts";
import { startModel } from "../support/model/server.ts";
import { sourceOf } from "../support/samples.ts";
import { engineNames, openEngines, settingOf, standInWarning } from "./engines.ts";
import { report } from "./report.ts";
import { ownRequests } from "./requests.ts";
import { openJudge } from "./rubric.ts";
import { carryOut } from "./run.ts";
import { scoreOf } from "./score.ts";

const limits = { usd: 1, seconds: 60 };

test("the program runs its own requests with both engines, and says what a stand-in's figures are worth", async () => {
  const script = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(process.execPath, [script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"] },
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);

  expect(child.exitCode).toBe(0);
  expect(said).toContain(standInWarning);
  expect(said).not.toMatch(/NaN|undefined/);
  const [head = ""] = /^set, engine .*$/m.exec(said) ?? [];
  const column = head.split(/ {2,}/);
  for (const engine of ["extractive", "claude \\(stand-in\\)"]) {
    const [line = ""] = new RegExp(`^own, ${engine} .*$`, "m").exec(said) ?? [];
    const cells = line.split(/ {2,}/);
    const cell = (name: string) => cells[column.indexOf(name)] ?? "";
    expect([cell("n"), cell("failed"), cell("empty")]).toEqual(["3", "0", "0"]);
    expect(cell("cited")).toBe("100 %");
    expect(Number.parseFloat(cell("precision"))).toBeGreaterThanOrEqual(90);
    expect(Number(cell("R1"))).toBeGreaterThan(10);
    expect(cell("answers")).toBe("–");
  }
});

const source = sourceOf("page", "Rent", [
  [null, "The rent of the workshop rises by 14 percent in August."],
  [null, "Heating cost 8,200 euros last winter."],
]);
const material: Material = { sources: [source], findings: [], notes: [] };

const says = (said: string, ...citations: readonly Citation[]): Statement => ({
  text: said,
  speaker: null,
  citations,
  // What a draft says of itself counts for nothing here.
  check: { result: "found", overlap: 1 },
});
const rent = { source: 1, passage: 0, quote: "The rent of the workshop rises by 14 percent" };
const heating = { source: 1, passage: 1, quote: "Heating cost 8,200 euros" };

const aDraft = (...statements: readonly Statement[]): Draft => ({
  headline: "Rent",
  sections: [{ heading: "Points", statements }],
  missing: [],
  next: [],
  answers: [],
  sources: [{ position: 0, title: "Rent", url: null }],
  method: "by hand",
});

test("a citation counts where its quote stands in the passage and is about the statement", () => {
  const right = says("The rent of the workshop rises by 14 percent.", rent);
  const beside = says("The rent of the workshop rises by 14 percent.", heating);
  const invented = says("The rent of the workshop falls.", { ...rent, quote: "The rent falls" });

  expect(scoreOf(aDraft(right), material, [])).toMatchObject({ precision: 1, recall: 1, cited: 1 });
  expect(scoreOf(aDraft(beside), material, [])).toMatchObject({ precision: 0, recall: 0 });
  expect(scoreOf(aDraft(invented), material, [])).toMatchObject({ precision: 0, recall: 0 });
  expect(scoreOf(aDraft(right, beside), material, [])).toMatchObject({
    precision: 0.5,
    recall: 0.5,
    cited: 1,
  });
});

test("a statement with another number than its source, or without a source, is not recalled", () => {
  const wrong = says("The rent of the workshop rises by 19 percent.", rent);
  const bare = says("The rent of the workshop rises by 14 percent.");
  expect(scoreOf(aDraft(wrong), material, [])).toMatchObject({ precision: 1, recall: 0, cited: 1 });
  expect(scoreOf(aDraft(bare), material, [])).toMatchObject({ precision: 0, recall: 0, cited: 0 });
});

test("a draft that says nothing has no score, and no reference no ROUGE", () => {
  expect(scoreOf(aDraft(), material, ["Rent"])).toBeUndefined();
  const draft = aDraft(says("The rent rises.", rent));
  expect(scoreOf(draft, material, [])?.rouge).toBeNull();
  expect(scoreOf(draft, material, ["The rent rises."])?.rouge?.r1).toBe(100);
});

test("with a key, a small model gives marks, on an account of its own", async () => {
  await using model = await startModel({
    brain: researchBrain({ hints: { answers: 4, complete: 3, grounded: 5, clear: 2 } }),
  });
  await using opened = await openEngines(["extractive"], {});
  const judge = await openJudge(settingOf(model));
  const [request] = ownRequests;
  const engine = opened.engines[0]?.engine;
  if (!request || !engine) throw new Error("there is nothing to judge");

  const result = await carryOut(request, engine, limits, judge);
  expect(result).toMatchObject({
    failed: null,
    marks: { answers: 4, complete: 3, grounded: 5, clear: 2 },
    calls: 0,
    usd: 0,
  });
  expect(result.judgedUsd).toBeCloseTo(model.bill().dollars, 9);
  expect(report([{ engine: "extractive", results: [result] }])).toMatch(/4\.0 +3\.0 +5\.0 +2\.0/);
});

test("a request that costs more than it may is written up by rule, and never dearer", async () => {
  await using opened = await openEngines([...engineNames], {});
  const claude = opened.engines.at(-1)?.engine;
  const [request] = ownRequests;
  if (!request || !claude) throw new Error("there is nothing to ask");
  const result = await carryOut(request, claude, { ...limits, usd: 0.05 }, undefined);
  expect(result.usd).toBeLessThanOrEqual(0.05);
});

test("a request whose engine breaks is counted as failed, with the reason", async () => {
  const [request] = ownRequests;
  await using opened = await openEngines(["extractive"], {});
  const engine = opened.engines[0]?.engine;
  if (!request || !engine) throw new Error("there is nothing to ask");
  const broken = { ...engine, plan: () => Promise.reject(new Error("no plan")) };
  const result = await carryOut(request, broken, limits, undefined);
  expect(result).toMatchObject({ failed: "Error: no plan", score: undefined });
  expect(report([{ engine: "broken", results: [result] }])).toMatch(/own, broken +1 +1 +0 +–/);
});
