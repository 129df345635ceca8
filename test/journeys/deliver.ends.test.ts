import { describe, expect, test } from "vitest";
import { PermanentError } from "../../src/errors.ts";
import type { Engine } from "../../src/research/engine.ts";
import { aDraft, aSource, aThinking } from "../support/engine.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { storyOf, taskRow } from "./review.ts";

const { product } = channels;

/** Waits between tries as short as the queue allows, and few of them; what is tried and said is the same. */
async function startImpatient(overrides: Partial<Engine>) {
  const legwork = await startLegwork({ thinking: aThinking(overrides) });
  for (const queue of ["plan", "gather", "write", "check"]) {
    await legwork.app.queue.boss.updateQueue(queue, {
      retryLimit: 1,
      retryDelay: 0,
      retryBackoff: false,
    });
  }
  await legwork.slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  return legwork;
}

const source = {
  sources: [aSource()],
  findings: [{ source: 0, passage: 0, score: 1, why: "names the subject" }],
  notes: [],
};

describe("a run that cannot go on", () => {
  test("in planning says what is done, what is missing and what to press", async () => {
    let plans = 0;
    const plan: Engine["plan"] = async () => {
      plans++;
      throw new Error("secret words of somebody");
    };
    await using legwork = await startImpatient({ plan });

    const end = await legwork.shown(product, "L-1 could not be finished", "*Next:*");
    expect(JSON.stringify(end)).toContain("*Done:* nothing yet");
    expect(JSON.stringify(end)).toContain("*Missing:* the draft.");
    expect(JSON.stringify(end)).toContain("several times over");
    expect(legwork.actionIds(end)).toEqual(["retry"]);
    expect(plans).toBe(2);
    expect(legwork.lines.join("\n")).toContain("dead letter");
    expect(legwork.lines.join("\n") + JSON.stringify(end)).not.toContain("secret words");
  });

  test("goes on from where it broke off when somebody presses Retry, and the end says so", async () => {
    const count = { plan: 0, gather: 0, write: 0 };
    const healthy = aThinking().engine;
    await using legwork = await startImpatient({
      plan: (brief, context) => (count.plan++, healthy.plan(brief, context)),
      gather: async () => (count.gather++, source),
      write: (brief, plan, material, context) => {
        if (count.write++ < 2) throw new Error("the model was away");
        return healthy.write(brief, plan, material, context);
      },
    });
    const end = await legwork.shown(product, "could not be finished", "*Next:*");
    expect(JSON.stringify(end)).toContain("2 of 2 parts gathered");

    await legwork.slack.as(people.grace).click(end, "retry");

    await legwork.draft(product, "About why is checkout slow?");
    const resumed = await legwork.shown(product, "L-1 went on after this");
    expect(resumed.ts).toBe(end.ts);
    expect(legwork.actionIds(resumed)).toEqual([]);
    expect(count).toEqual({ plan: 1, gather: 2, write: 3 });
    expect(await storyOf(legwork.db)).toEqual(["open", "fail", "retry", "submit"]);

    await legwork.slack.as(people.grace).click(await legwork.draft(product), "approve");
    await legwork.shown(product, `Approved by <@${people.grace}>`, "Sources");
  });

  test("tries a part that failed once more when the whole is retried", async () => {
    const looks: number[] = [];
    let writes = 0;
    await using legwork = await startImpatient({
      gather: async (_brief, { number }) => {
        looks.push(number);
        if (number === 2 && looks.filter((each) => each === 2).length === 1) {
          throw new PermanentError("The wiki did not answer.");
        }
        return source;
      },
      write: async (_brief, _plan, { notes }) => {
        if (writes++ === 0) throw new PermanentError("Writing failed.");
        return aDraft({ missing: notes });
      },
    });
    const end = await legwork.shown(product, "could not be finished", "*Next:*");
    expect(JSON.stringify(end)).toContain(
      "*Missing:* Look 2 (The wiki did not answer.); the draft.",
    );

    await legwork.slack.as(people.ada).click(end, "retry");

    expect(JSON.stringify(await legwork.draft(product))).not.toContain("did not answer");
    expect(looks.toSorted((a, b) => a - b)).toEqual([1, 2, 2]);
  });

  test("for a reason that no retry helps says that reason, at once", async () => {
    let plans = 0;
    await using legwork = await startImpatient({
      plan: async () => {
        plans++;
        throw new PermanentError("The file is encrypted, so I cannot read it.");
      },
    });
    await legwork.shown(product, "could not be finished", "The file is encrypted");
    expect(plans).toBe(1);
  });
});

describe("a part of a run that fails", () => {
  test("is told on the card and in the draft, and the rest becomes a draft", async () => {
    await using legwork = await startImpatient({
      gather: async (_brief, { number }) => {
        if (number === 2) throw new PermanentError("The wiki did not answer.");
        return source;
      },
      write: async (_brief, _plan, { notes }) => aDraft({ missing: notes }),
    });
    expect(JSON.stringify(await legwork.draft(product))).toContain("The wiki did not answer.");
    await legwork.shown(product, "Draft ready", ":warning: Look 2 · The wiki did not answer.");
    expect(await taskRow(legwork.db)).toMatchObject({ status: "in_review" });
  });

  test("in checking leaves a draft that is marked unchecked, and can be decided on", async () => {
    await using legwork = await startImpatient({
      write: async () =>
        aDraft({
          sections: aDraft().sections.map(({ heading, statements }) => ({
            heading,
            statements: statements.map((each) => ({ ...each, check: { result: "unchecked" } })),
          })),
        }),
      check: async () => {
        throw new Error("the checker broke");
      },
    });
    const draft = await legwork.draft(product, "Citations unchecked");
    expect(legwork.actionIds(draft)).toContain("approve");
  });
});

test("nothing found says so and what was tried, and cannot be approved", async () => {
  await using legwork = await startLegwork({ real: true });
  await legwork.slack.as(people.ada).command("#product", "/research", "zebra finch xylophone tax?");

  const nothing = await legwork.shown(product, "Nothing found", '"discard"');
  expect(legwork.actionIds(nothing)).toEqual(["revise", "discard"]);
  expect(JSON.stringify(nothing)).toContain("Not covered");
  legwork.expectNoProblems();
});
