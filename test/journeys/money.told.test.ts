import { expect, test } from "vitest";
import { channels, people } from "../support/legwork.ts";
import { ask, askedOf, payingThinking, usage } from "./paying.ts";
import { signal, untilStopped } from "./steering.ts";

const { product } = channels;

test("people are warned when four fifths of a task's budget are spent, while it still goes on", async () => {
  const [reached, released] = [signal(), signal()];
  const paying = payingThinking(
    {
      gather: { worst: 0.28, usd: 0.28 },
      write: { worst: 0.25, usd: 0.24 },
      check: { worst: 0.1, usd: 0.01 },
    },
    async (name) => {
      if (name !== "check") return;
      reached.resolve();
      await released.promise;
    },
  );
  await using legwork = await askedOf(paying, { task: 1 });
  await reached.promise;

  await legwork.shown(
    product,
    "More than 80 % of what this task may cost is spent: $0.80 of $1.00",
  );
  released.resolve();
  const draft = await legwork.draft(product, "Cost: $0.81");
  expect(legwork.textOf(draft)).not.toContain("Continue");
});

test("a task that is stopped says what it has cost, a call that was cut with the most it can have cost", async () => {
  const begun = signal();
  const underWay = new Set<string>();
  const paying = payingThinking(
    { plan: { worst: 0.1, usd: 0.02 }, gather: { worst: 0.2, usd: 0.01 } },
    async (name, stop) => {
      if (name === "plan") return;
      if (underWay.add(name).size === 2) begun.resolve();
      await untilStopped(stop);
    },
  );
  await using legwork = await askedOf(paying, { task: 1 });
  await begun.promise;

  await legwork.slack.as(people.ada).command("#product", "/legwork", "stop 1");
  await legwork.shown(product, "was stopped", "Cost: $0.42.");
  expect(await usage(legwork)).toContain("*For you:* $0.42");
  expect(await usage(legwork)).toContain("2 calls of it maybe paid");
});

test("a task that fails says what it has cost, and what it cost is not lost", async () => {
  const paying = payingThinking({ plan: { worst: 0.1, usd: 0.025 }, write: { worst: 9, usd: 9 } });
  await using legwork = await askedOf(paying, { task: 1 });

  await legwork.shown(product, "could not be finished", "Cost: $0.03.");
  expect(await usage(legwork)).toContain("*For you:* $0.03");
});

test("a person's month that does not allow more says so, and is not what another person spends", async () => {
  const paying = payingThinking({ plan: { worst: 0.2, usd: 0.15 } });
  await using legwork = await askedOf(paying, { person: 0.3 });
  await legwork.draft(product, "Cost: $0.15");

  await ask(legwork);
  const words = "The budget of the person who asked is $0.30 for";
  const end = await legwork.shown(product, "L-2 could not be finished", words);
  expect(legwork.textOf(end)).toContain("can cost up to $0.20, and $0.15 is left");
  // Nobody in the thread can raise it: there is nothing to press but Retry.
  expect(legwork.actionIds(end)).toEqual(["retry"]);

  await legwork.slack.as(people.grace).command("#product", "/research", "why is search slow?");
  await legwork.draft(product, "About why is search slow?");
  expect(await usage(legwork, people.grace)).toContain("*For you:* $0.15 of $0.30");
  expect(await usage(legwork, people.grace)).toContain("*In this channel:* $0.30");
});
