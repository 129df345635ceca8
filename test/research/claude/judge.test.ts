import { expect, test } from "vitest";
import type { Statement } from "../../../src/domain/draft.ts";
import { DeferredError } from "../../../src/errors.ts";
import { assumedOf } from "../../../src/research/claude/capabilities.ts";
import { openClient } from "../../../src/research/claude/client.ts";
import { judgeAll } from "../../../src/research/claude/phases/judge.ts";
import { listPrice } from "../../../src/research/claude/prices.ts";
import { openPrompts } from "../../../src/research/claude/prompts.ts";
import { aDraft } from "../../support/engine.ts";
import { aPage, aSetting, materialOf } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";

test("where answers come later, all claims of a draft are asked for before that is said", async () => {
  const { access, models } = aSetting({ url: "http://127.0.0.1:1", apiKey: "sk-ant-none" });
  const means = {
    client: openClient(access),
    models,
    can: (id: string) => assumedOf("https://api.anthropic.com", id),
    prompts: openPrompts(),
    price: listPrice,
    serverSearch: false,
    now: () => new Date("2026-11-24T10:00:00Z"),
    chance: () => 0.5,
    log: () => {},
  };
  const page = aPage(1);
  const material = materialOf({
    sources: [page],
    findings: [{ source: 0, passage: 0, score: 1, why: "" }],
    notes: [],
  });
  const statements = Array.from({ length: 9 }, (_, n): Statement => ({
    text: `Claim ${n}: the p95 of checkout rose.`,
    speaker: null,
    citations: [{ source: 1, passage: 0, quote: "The p95 of checkout rose" }],
    check: { result: "found", overlap: 1 },
  }));
  const draft = aDraft({ sections: [{ heading: "All", statements }] });
  const asked: { name: string; isFor: boolean }[] = [];
  const context = {
    ...contextOver(aMemory()),
    patient: true,
    pay: async ({ name, batch }: { name: string; batch?: object | undefined }) => {
      asked.push({ name, isFor: batch !== undefined });
      throw new DeferredError(name);
    },
  };
  const judged = judgeAll(statements, { draft, material, round: "first" }, means, context);
  await expect(judged).rejects.toBeInstanceOf(DeferredError);
  expect(new Set(asked.map(({ name }) => name)).size).toBe(9);
  expect(asked.every(({ isFor }) => isFor)).toBe(true);
});
