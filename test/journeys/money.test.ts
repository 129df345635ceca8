import { describe, expect, test } from "vitest";
import type { Message } from "../../src/sandbox/shapes.ts";
import { channels, people } from "../support/legwork.ts";
import { askedOf, payingThinking } from "./paying.ts";
import { decisionsOf, storyOf, taskRow } from "./review.ts";
import type { Legwork } from "./steering.ts";

const { product } = channels;

const goOn = ({ slack }: Legwork, message: Message, by: string = people.ada) =>
  slack.as(by).click(message, "continue");

describe("a task that comes to the end of its budget", () => {
  /** Of $0.70 that reading may cost, one part of two leaves $0.40: too little for the other one. */
  const prices = {
    gather: { worst: 0.5, usd: 0.3 },
    write: { worst: 0.3, usd: 0.1 },
  };

  test("writes up what it has with what was kept for that, says what was missing, and goes on for more with the same budget again", async () => {
    await using legwork = await askedOf(payingThinking(prices), { task: 1 });

    const first = await legwork.draft(product, "Cost: $0.40");
    const shown = legwork.textOf(first);
    expect(shown).toContain("The budget of this task, $1.00, did not allow more.");
    expect(shown).toContain("Continue for $1.00?");
    expect(legwork.made).toHaveLength(2);

    await goOn(legwork, first);
    const second = await legwork.draft(product, "revision 2");
    // What was paid for is not paid for again, but a new revision gathers and writes anew.
    expect(legwork.textOf(second)).toContain("Cost: $1.10");
    expect(legwork.textOf(second)).not.toContain("Continue for");
    expect(await storyOf(legwork.db)).toEqual(["open", "submit", "continue", "submit"]);
    expect(await decisionsOf(legwork.db)).toEqual([`1 revise ${people.ada}`]);
    legwork.expectNoProblems();
  });

  test("eight people who press Continue at once raise its budget once", async () => {
    await using legwork = await askedOf(payingThinking(prices), { task: 1 });
    const first = await legwork.draft(product, "Continue for $1.00?");

    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        goOn(legwork, first, n % 2 === 0 ? people.ada : people.grace),
      ),
    );

    await legwork.draft(product, "revision 2");
    const { rows } = await legwork.db.query("select budget_usd::float8 as usd from task");
    expect(rows).toEqual([{ usd: 2 }]);
    expect(await storyOf(legwork.db)).toEqual(["open", "submit", "continue", "submit"]);
  });

  test("that goes on for an offer that does not stand any more does not go on, and whoever asked is told", async () => {
    await using legwork = await askedOf(payingThinking(prices), { task: 1 });
    const first = await legwork.draft(product, "Continue for $1.00?");
    await legwork.db.query("update run set short_of = 'person'");

    await goOn(legwork, first);
    await legwork.whispered(people.ada, product, "does not stand any more");
    expect(await taskRow(legwork.db)).toMatchObject({ status: "in_review", revision: 1 });
  });

  test("does not go on while the month of whoever asked is spent, and says until when", async () => {
    await using legwork = await askedOf(payingThinking(prices), { task: 1, person: 20 });
    const first = await legwork.draft(product, "Continue for $1.00?");
    await legwork.db.query("update spending set spent_usd = 20 where scope = 'person'");

    await goOn(legwork, first);
    await legwork.whispered(people.ada, product, "$20.00 for");
    await legwork.whispered(people.ada, product, "It begins anew in");
    expect(await taskRow(legwork.db)).toMatchObject({ status: "in_review", revision: 1 });
  });
});

test("a task whose first step is too dear for it fails, and goes on where it broke off for as much as that step needs", async () => {
  const paying = payingThinking({ plan: { worst: 0.2, usd: 0.15 } });
  await using legwork = await askedOf(paying, { task: 0.1 });

  const end = await legwork.shown(product, "could not be finished", "Continue for $0.19?");
  expect(legwork.textOf(end)).toContain("The budget of this task is $0.10.");
  expect(legwork.textOf(end)).toContain("can cost up to $0.20, and $0.07 is left for it");
  expect(paying.made).toEqual([]);

  await goOn(legwork, end);
  await legwork.draft(product, "Cost: $0.15");
  expect(paying.made).toEqual(["plan"]);
  expect(await storyOf(legwork.db)).toEqual(["open", "fail", "continue", "submit"]);
  await legwork.shown(product, "went on after this");
});
