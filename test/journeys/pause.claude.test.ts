import { expect, test } from "vitest";
import { settingOf } from "../eval/engines.ts";
import { harbourPages, harbourQuestion } from "../support/harbour.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { faults } from "../support/model/fault.ts";
import { startModel } from "../support/model/server.ts";
import { harbourBrain } from "../support/researcher.ts";
import { openWeb } from "../support/web.ts";

const { product } = channels;

test("a spending limit in the middle of the research pauses it; raised, the run goes on from there, and each answer is on the books once", async () => {
  await using web = await openWeb(harbourPages, { opened: false });
  await using model = await startModel({ brain: harbourBrain({}) });
  await using legwork = await startLegwork({
    real: true,
    seed: true,
    means: {
      search: { id: "searxng", baseUrl: web.searchUrl },
      fetchAllow: [web.host],
      model: settingOf(model),
    },
  });
  let spent = true;
  // Every part has said something by then.
  model.fail(
    ({ tools = [], messages }) => spent && tools.length > 0 && messages.length > 1,
    faults.spendLimit(),
    1_000,
  );
  const ada = legwork.slack.as(people.ada);
  await ada.command("#product", "/research", harbourQuestion);

  const paused = await legwork.shown(
    product,
    "is paused",
    "Claude gives our account no more for now: its spending limit is reached.",
  );
  const told = await legwork.slack.until(() =>
    legwork.slack.messages("D0GRACE").find(({ text }) => text?.includes("is paused")),
  );
  expect(told.text).toMatch(/Raise the spending limit, or pay, where ANTHROPIC/);

  // What the other parts have asked is answered by then; whoever is quicker loses the answers on their way.
  await model.settled();
  spent = false;
  const [goOn = ""] = legwork.actionIds(paused);
  await ada.click(paused, goOn);
  await legwork.draft(product, "310 gigawatt hours");
  await model.settled();
  const { rows } = await legwork.db.query<{ usd: number; answered: number; unanswered: number }>(
    `select sum(cost_usd)::float8 as usd, sum(begun)::int as answered,
       count(*) filter (where status <> 'done')::int as unanswered
     from step where hash is not null`,
  );
  expect(rows[0]?.usd).toBeCloseTo(model.bill().dollars, 6);
  // What was refused cost nothing and does not count; what was answered is on the books, each answer once.
  const answers = model.ledger.filter(({ status }) => status === 200);
  expect([rows[0]?.answered, rows[0]?.unanswered]).toEqual([answers.length, 0]);
  expect(model.breaches).toEqual([]);
  legwork.expectNoProblems();
});
