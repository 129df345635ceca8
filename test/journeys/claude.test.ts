import { expect, test } from "vitest";
import { harbourPages, harbourParts, harbourQuestion } from "../support/harbour.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { startModel } from "../support/model/server.ts";
import { harbourBrain } from "../support/researcher.ts";
import { openWeb } from "../support/web.ts";
import { settingOf } from "../eval/engines.ts";

const { product } = channels;

/** Legwork thinking with a model that plays itself, over a small web. */
async function startThinking() {
  await using opening = new AsyncDisposableStack();
  const web = opening.use(await openWeb(harbourPages, { opened: false }));
  const model = opening.use(await startModel({ brain: harbourBrain({}) }));
  const legwork = opening.use(
    await startLegwork({
      real: true,
      means: {
        search: { id: "searxng", baseUrl: web.searchUrl },
        fetchAllow: [web.host],
        model: settingOf(model),
      },
    }),
  );
  const opened = opening.move();
  return { ...legwork, model, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

test("a question is planned and researched by the model, and comes back as a cited draft that is approved", async () => {
  await using legwork = await startThinking();
  const { slack, model } = legwork;
  await slack.as(people.ada).command("#product", "/research", harbourQuestion);

  const card = await legwork.shown(product, "L-1", ...harbourParts.map(({ title }) => title));
  const draft = await legwork.draft(product, "310 gigawatt hours");
  expect(draft.thread_ts).toBe(card.ts);
  expect(legwork.actionIds(draft)).toEqual(["approve", "revise", "edit", "discard", "quotes"]);
  expect(legwork.textOf(draft)).toContain("Energy study of the Northhaven barrage");
  expect(legwork.textOf(draft)).toMatch(/claims verified by claude-haiku-5-5/);

  await slack.as(people.grace).click(draft, "approve");
  const approved = await legwork.shown(product, `Approved by <@${people.grace}>`, "Sources");
  expect(approved.ts).toBe(draft.ts);
  legwork.expectNoProblems();

  await model.settled();
  expect(model.breaches).toEqual([]);
  const { rows } = await legwork.db.query<{ usd: number; calls: number }>(
    "select sum(cost_usd)::float8 as usd, count(*)::int as calls from step where hash is not null",
  );
  expect(rows[0]?.usd).toBeCloseTo(model.bill().dollars, 6);
  expect(rows[0]?.calls).toBe(model.bill().calls);
});

test("every statement of the draft quotes words that stand in what was read", async () => {
  await using legwork = await startThinking();
  await legwork.slack.as(people.ada).command("#product", "/research", harbourQuestion);
  await legwork.draft(product);

  const { rows } = await legwork.db.query<{ quote: string; stands: boolean }>(
    `select quote, exists (
       select from passage p where p.task_id = c.task_id and strpos(p.text, c.quote) > 0
     ) as stands from citation c`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(3);
  expect(rows.filter(({ stands }) => !stands)).toEqual([]);
});
