import { expect, test } from "vitest";
import { harbourQuestion } from "../support/harbour.ts";
import { channels, people } from "../support/legwork.ts";
import { faults } from "../support/model/fault.ts";
import { rowOf } from "./steering.ts";
import { startThinking } from "./thinking.ts";

/** A whole run, and what it was told to wait. In milliseconds. */
const patience = { timeout: 50_000 };

test("told to wait by the model, the card says by whom and until when, and the run then goes on", async () => {
  await using legwork = await startThinking();
  const { slack, model, db } = legwork;
  model.fail("next", faults.rateLimited(6));

  await slack.as(people.ada).command("#product", "/research", harbourQuestion);

  await legwork.shown(channels.product, "L-1", "Claude asked me to wait until <!date^");
  await expect.poll(() => rowOf(db), patience).toMatchObject({ status: "in_review", revision: 1 });
  const card = await legwork.shown(channels.product, "L-1", "Draft ready for review");
  expect(legwork.textOf(card)).not.toContain("asked me to wait");
});
