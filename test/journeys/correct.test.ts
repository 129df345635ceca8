import { expect, test } from "vitest";
import type { Brief } from "../../src/research/engine.ts";
import { aThinking, scriptedEngine } from "../support/engine.ts";
import { heldThinking } from "../support/held.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { storyOf } from "./review.ts";
import { press, rowOf } from "./steering.ts";
import { countTasks } from "./tasks.ts";

const { product } = channels;
const engine = scriptedEngine();

test("a request that is edited while it is worked on is planned again as it reads now", async () => {
  const held = heldThinking();
  await using legwork = await startLegwork({ thinking: held.thinking });
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await held.begun;
  held.release();

  await ada.edit(asked, "@legwork why is search slow?");

  await legwork.draft(product, "About why is search slow?");
  await legwork.shown(product, "L-1", ">why is search slow?");
  expect(await countTasks(legwork)).toBe(1);
});

test("what was found for the old words is kept, and the thread says so", async () => {
  const writing = Promise.withResolvers<void>();
  const plans: Brief[] = [];
  const thinking = aThinking({
    plan: (brief, context) => {
      plans.push(brief);
      return engine.plan(brief, context);
    },
    write: async (brief, plan, material, context) => {
      if (plans.length > 1) return engine.write(brief, plan, material, context);
      writing.resolve();
      return new Promise((_, reject) => {
        context.signal.addEventListener("abort", () => reject(context.signal.reason));
      });
    },
  });
  await using legwork = await startLegwork({ thinking });
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await writing.promise;

  await ada.edit(asked, "@legwork why is search slow?");

  await legwork.shown(
    product,
    "You changed the request: I plan *L-1* again with what I have found so far: 2 sources from 2 parts.",
  );
  await legwork.draft(product, "About why is search slow?");
  // The thread that has grown under it meanwhile is nothing that it names.
  expect(plans.map(({ given }) => given)).toEqual([[], []]);
  expect(plans.map(({ question, found }) => [question, found?.subtasks.length])).toEqual([
    ["why is checkout slow?", undefined],
    ["why is search slow?", 2],
  ]);
  expect(await storyOf(legwork.db)).toEqual(["open", "rescope", "submit"]);
});

test("one that is edited before anything has begun is taken as it reads then", async () => {
  await using legwork = await startLegwork({ workers: false });
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await ada.edit(asked, "@legwork why is search slow?");
  expect((await rowOf(legwork.db)).question).toBe("why is search slow?");

  await using workers = await legwork.startWorkers();

  await legwork.draft(product, "About why is search slow?");
  expect(workers.queue).toBeDefined();
  await legwork.shown(product, "You changed the request, and *L-1* goes by the new one.");
  expect(await storyOf(legwork.db)).toEqual(["open", "submit"]);
});

test("one that is edited when there is a draft becomes the next revision", async () => {
  const plans: Brief[] = [];
  const thinking = aThinking({
    plan: (brief, context) => {
      plans.push(brief);
      return engine.plan(brief, context);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await legwork.draft(product);

  await ada.edit(asked, "@legwork why is search slow?");

  await legwork.draft(product, "revision 2");
  await legwork.shown(product, "On it: revision 2 of *L-1*.");
  expect(plans.at(-1)).toMatchObject({
    question: "why is search slow?",
    feedback: ["The request now reads: why is search slow?"],
  });
});

test("editing the request answers the question about it", async () => {
  const thinking = aThinking({
    clarify: async () => ({ question: "Which one?", options: ["Web", "App"], default: "Web" }),
    write: async (brief, ...rest) => {
      const draft = await engine.write(brief, ...rest);
      return { ...draft, headline: `${brief.question} ${brief.answers?.[0]?.answer}` };
    },
  });
  await using legwork = await startLegwork({ thinking });
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is it slow?");
  const question = await legwork.shown(product, "one question about", '"answer"');

  await ada.edit(asked, "@legwork why is the app slow?");

  await legwork.draft(product, "why is the app slow? why is the app slow?");
  await press(legwork, people.ada, question, "Web").catch(() => {}); // Its buttons are gone, or refused.
  expect(await storyOf(legwork.db)).toEqual(["open", "ask", "answer", "submit"]);
});

test("a link that gets its preview, and the same words saved again, correct nothing", async () => {
  await using legwork = await startLegwork();
  const ada = legwork.slack.as(people.ada);
  const text = "@legwork what does https://wiki.example/a say?";
  const asked = await ada.say("#product", text);
  await legwork.draft(product);

  await ada.unfurl(asked, { title: "The wiki", text: "All there is to know" });
  await ada.edit(asked, text).catch(() => {}); // Slack itself has nothing to change.
  await legwork.slack.settled();

  expect(await storyOf(legwork.db)).toEqual(["open", "submit"]);
});

test("a request that is over is not taken up again, and only its author is told", async () => {
  await using legwork = await startLegwork();
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await legwork.slack.as(people.grace).click(await legwork.draft(product), "approve");
  await legwork.shown(product, "Approved by");

  await ada.edit(asked, "@legwork why is search slow?");

  await legwork.whispered(people.ada, product, "so it does not go by the new one");
  expect(await rowOf(legwork.db)).toMatchObject({
    question: "why is checkout slow?",
    status: "approved",
  });
});

test("what else is edited in the thread corrects nothing", async () => {
  await using legwork = await startLegwork();
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await legwork.draft(product);
  const other = await legwork.slack
    .as(people.linus)
    .say("#product", "I think it is fine", { threadTs: asked.ts });

  await legwork.slack.as(people.linus).edit(other, "I think it is not fine");
  await legwork.slack.settled();

  expect(await storyOf(legwork.db)).toEqual(["open", "submit"]);
  expect((await rowOf(legwork.db)).question).toBe("why is checkout slow?");
});

test("one that is edited to nothing goes on as it was, and its author is told", async () => {
  const held = heldThinking();
  await using legwork = await startLegwork({ thinking: held.thinking });
  const ada = legwork.slack.as(people.ada);
  const asked = await ada.say("#product", "@legwork why is checkout slow?");
  await held.begun;

  await ada.edit(asked, "@legwork");

  await legwork.whispered(people.ada, product, "What should I find out?");
  held.release();
  await legwork.draft(product, "About why is checkout slow?");
  expect(await storyOf(legwork.db)).toEqual(["open", "submit"]);
});
