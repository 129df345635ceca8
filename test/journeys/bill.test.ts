import { describe, expect, test } from "vitest";
import { z } from "zod";
import { dollars } from "../../src/domain/budget.ts";
import { harbourQuestion } from "../support/harbour.ts";
import { channels, people } from "../support/legwork.ts";
import type { Brain } from "../support/model/call.ts";
import { rowOf } from "./steering.ts";
import { startThinking, type Thinking } from "./thinking.ts";

const { product } = channels;
/** A whole run with its calls; what is waited for comes earlier. In milliseconds. */
const patience = { timeout: 40_000 };

const ask = ({ slack }: Thinking) =>
  slack.as(people.ada).command("#product", "/research", harbourQuestion);

async function told({ slack }: Thinking, words: string): Promise<string> {
  const { body } = await slack.as(people.ada).command("#product", "/legwork", words);
  return z.object({ text: z.string() }).parse(body).text;
}

async function untilIs({ db }: Thinking, status: string, revision = 1): Promise<void> {
  await expect.poll(() => rowOf(db), patience).toMatchObject({ status, revision });
}

/** All that the ledger says was spent, in US dollars to the last digit. */
async function ledgerOf({ db }: Thinking): Promise<number> {
  const { rows } = await db.query<{ usd: string }>("select sum(cost_usd)::text as usd from ledger");
  return Number(rows[0]?.usd);
}

const cents = (usd: number): number => Math.ceil(usd * 100 - 1e-9);

test.each(["own", "model"] as const)(
  "the model's bill, the ledger, the draft, the status and the usage say the same to the cent: %s search",
  patience,
  async (search) => {
    await using legwork = await startThinking({ search });
    const { model } = legwork;
    await ask(legwork);
    await untilIs(legwork, "in_review");
    await model.settled();

    const bill = model.bill();
    expect(model.breaches).toEqual([]);
    expect(bill.lost).toBe(0);
    expect(bill.cacheWriteTokens).toBeGreaterThan(0);
    expect(bill.cacheReadTokens).toBeGreaterThan(0);
    expect(bill.webSearches > 0).toBe(search === "model");

    // Each call is kept to the hundred-thousandth of a cent.
    expect(await ledgerOf(legwork)).toBeCloseTo(bill.dollars, 5);
    const amount = dollars(cents(bill.dollars));
    // The pages that the model finds cannot be opened: then there is nothing to approve, and it has cost something.
    await legwork.shown(product, "L-1", `"Cost: ${amount}"`);
    await legwork.shown(product, "Draft ready for review", ` · ${amount}`);
    expect(await told(legwork, "status 1")).toContain(`Cost: ${amount} for ${bill.calls} calls`);
    const usage = await told(legwork, "usage");
    expect(usage).toContain(`*For you:* ${amount}\n• *L-1* ${amount} ·`);
    expect(usage).toContain(`*In this channel:* ${amount}\n`);
    const { rows } = await legwork.db.query(
      "select distinct spent_usd = (select sum(cost_usd) from ledger) as same, reserved_usd = 0 as closed from spending",
    );
    expect(rows).toEqual([{ same: true, closed: true }]);
  },
);

/** A model that thinks for more than half of the room that each of its answers has. */
const costly =
  (brain: Brain): Brain =>
  async (request, call) => {
    const reply = await brain(request, call);
    const thinking = "well ".repeat(Math.floor((request.max_tokens * 4 * 0.6) / 5));
    return { ...reply, content: [{ type: "thinking", thinking }, ...reply.content] };
  };

/** Nobody remembers what is spent or kept aside; a call that is too dear by itself is still refused. */
const forgetful = `
  create function forget() returns trigger language plpgsql as $$
  begin
    new.spent_usd := 0;
    new.reserved_usd := 0;
    return new;
  end $$;
  create trigger forget before insert or update on spending for each row execute function forget();
`;

const limitUsd = 0.1;

describe("an expensive request with ten cents for each task", () => {
  test(
    "never costs more than it may, is written up as far as it came, and goes on for more",
    patience,
    async () => {
      await using legwork = await startThinking({ budget: { task: limitUsd }, around: costly });
      const { model, db } = legwork;
      await ask(legwork);
      await untilIs(legwork, "in_review");
      await model.settled();
      const first = model.bill();
      expect(first.dollars).toBeLessThanOrEqual(limitUsd);
      expect(first.dollars).toBeGreaterThan(limitUsd / 4);
      expect(await ledgerOf(legwork)).toBeCloseTo(first.dollars, 5);

      const draft = await legwork.draft(product, "The budget of this task, $0.10, did not allow");
      expect(legwork.actionIds(draft)).toContain("continue");
      // What was found by then stands in it, with its sources.
      expect(legwork.textOf(draft)).toContain("/page/");

      await legwork.slack.as(people.ada).click(draft, "continue");
      await untilIs(legwork, "in_review", 2);
      await model.settled();
      const { rows } = await db.query<{ usd: number }>(
        "select budget_usd::float8 as usd from task",
      );
      const raisedUsd = rows[0]?.usd ?? 0;
      expect(raisedUsd).toBeGreaterThanOrEqual(2 * limitUsd);
      expect(model.bill().dollars).toBeGreaterThan(first.dollars);
      expect(model.bill().dollars).toBeLessThanOrEqual(raisedUsd);
      expect(model.breaches).toEqual([]);
    },
  );

  test("costs more where nobody remembers what is spent", patience, async () => {
    await using legwork = await startThinking({ budget: { task: limitUsd }, around: costly });
    await legwork.db.query(forgetful);
    await ask(legwork);
    await untilIs(legwork, "in_review");
    await legwork.model.settled();
    expect(legwork.model.bill().dollars).toBeGreaterThan(limitUsd);
  });
});
