import { expect, test } from "vitest";
import { statementsOf } from "../../../src/domain/draft.ts";
import type { PaidCall } from "../../../src/research/engine.ts";
import { researchBrain } from "../../support/model/brain.ts";
import { startModel } from "../../support/model/server.ts";
import { aBrief, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";
import { runWhole } from "./run.ts";
import { scripted } from "./script.ts";

test("a question becomes a plan, findings, a draft with citations, and a check of every claim", async () => {
  await using model = await startModel({ brain: scripted() });
  const { engine, problems } = await openEngine(model);
  const memory = aMemory();

  const { plan, material, draft } = await runWhole(
    engine,
    aBrief(),
    contextOver(memory, { read: aRead() }),
  );

  expect(problems).toEqual([]);
  expect(model.breaches).toEqual([]);
  expect(plan).toMatchObject({
    question: "Why has checkout been slow since Monday?",
    doneWhen: ["The cause is named", "The slowness is measured"],
    subtasks: [{ number: 1, title: "Look at the status page", manner: { by: "web" } }],
    estimate: { usd: expect.any(Number), seconds: expect.any(Number) },
  });
  expect(plan.estimate.usd).toBeGreaterThan(0);
  expect(material.findings).toMatchObject([
    { source: 0, passage: 0, why: "names the cause" },
    { source: 0, passage: 1 },
  ]);
  expect(draft).toMatchObject({
    headline: "Checkout waits for the tax service",
    sections: [
      {
        heading: "Cause",
        statements: [
          {
            text: "Checkout is slow because each order asks the tax service 4 times.",
            citations: [
              {
                source: 1,
                passage: 1,
                quote: "Checkout is slow because each order asks the tax service 4 times.",
              },
            ],
            check: { result: "found", model: { says: "supported" } },
          },
          { text: "The p95 of checkout rose to 1 s on Monday.", citations: [{ source: 1 }] },
        ],
      },
    ],
    missing: expect.arrayContaining(["Who moved the tax service."]),
    next: ["Ask the tax team for a cache."],
    sources: [{ position: 0, title: "Status page 1", url: "https://status.example/1" }],
    method:
      "Written by claude-sonnet-5-5 from the sources below; 2 of 2 claims verified by claude-haiku-5-5",
  });
});

test("what is booked is what the service bills, to the last token, and no call costs more than was kept aside", async () => {
  await using model = await startModel({ brain: scripted() });
  const { engine } = await openEngine(model);
  const memory = aMemory();
  const calls: PaidCall[] = [];
  const context = contextOver(memory, { read: aRead(), onPay: (call) => calls.push(call) });

  await runWhole(engine, aBrief(), context);

  const bill = model.bill();
  expect(memory.spentUsd).toBeCloseTo(bill.dollars, 12);
  expect(memory.reservedUsd).toBeCloseTo(0, 12);
  expect(bill.cacheReadTokens).toBeGreaterThan(0);
  for (const { name, worstUsd } of calls) {
    expect(memory.paid.get(name)?.usd).toBeLessThan(worstUsd);
  }
  // Writing and checking draw on what was kept for them.
  const finishing = calls.filter(({ share }) => share === "finish").map(({ name }) => name);
  expect(finishing).toEqual(
    calls.map(({ name }) => name).filter((name) => /^(write|check):/.test(name)),
  );
});

test("a model that nobody wrote a script for gets to a checked draft, too", async () => {
  await using model = await startModel({ brain: researchBrain() });
  const { engine } = await openEngine(model);
  const memory = aMemory();
  const brief = aBrief({ searchable: { web: true, library: true } });

  const { draft } = await runWhole(engine, brief, contextOver(memory, { read: aRead() }));

  expect(model.breaches).toEqual([]);
  expect(statementsOf(draft).length).toBeGreaterThan(0);
  expect(memory.spentUsd).toBeCloseTo(model.bill().dollars, 12);
});

test("nothing found is said, with what was tried, and no model is asked to write", async () => {
  await using model = await startModel({
    brain: scripted({ gather: () => ({ content: [{ type: "text", text: "There is nothing." }] }) }),
  });
  const { engine } = await openEngine(model);
  const memory = aMemory();
  const { draft } = await runWhole(engine, aBrief(), contextOver(memory));

  expect(draft.sections).toEqual([]);
  expect(draft.headline).toBe("Nothing was found: Why has checkout been slow since Monday?");
  expect(draft.missing[0]).toBe("Searched for “checkout slow monday”.");
  expect([...memory.paid.keys()].filter((name) => /^(write|check):/.test(name))).toEqual([]);
});
