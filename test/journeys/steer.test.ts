import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Brief, Engine } from "../../src/research/engine.ts";
import { aThinking, scriptedEngine } from "../support/engine.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { type Legwork, signal } from "./steering.ts";

const { product } = channels;
const engine = scriptedEngine();

/** A task of Ada's, and a way for her to talk to it that waits until it is confirmed. */
async function ask(legwork: Legwork) {
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  let said = 0;
  return async (text: string) => {
    await ada.say("#product", text, { threadTs: ts });
    said += 1;
    await legwork.slack.until(
      () =>
        legwork.slack
          .messages(product)
          .filter((message) => legwork.textOf(message).includes("Noted for *L-1*")).length === said,
    );
  };
}

/** What a phase was told when it was asked to write. */
function recording() {
  const briefs: Brief[] = [];
  const write: Engine["write"] = (brief, ...rest) => {
    briefs.push(brief);
    return engine.write(brief, ...rest);
  };
  return { write, feedback: () => briefs.map(({ feedback }) => feedback) };
}

test("a note is confirmed, and every part that is at work hears it once, at its next step", async () => {
  const [begun, said] = [signal(), signal()];
  const heard: Record<number, (readonly string[])[]> = {};
  const { write, feedback } = recording();
  const thinking = aThinking({
    write,
    async gather(brief, subtask, context) {
      const own = (heard[subtask.number] = [brief.feedback, await context.takeNotes("turn 1")]);
      if (Object.keys(heard).length === 2) begun.resolve();
      await said.promise;
      own.push(await context.takeNotes("turn 2"), await context.takeNotes("turn 3"));
      return engine.gather(brief, subtask, context);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const say = await ask(legwork);
  await begun.promise;

  await say("mind the mobile app");
  said.resolve();

  await legwork.draft(product, "Revised: mind the mobile app");
  const each = [[], [], ["mind the mobile app"], []];
  expect(heard).toEqual({ 1: each, 2: each });
  expect(feedback()).toEqual([["mind the mobile app"]]);
});

test("a part that begins later knows from the start what was said before", async () => {
  const [begun, said] = [signal(), signal()];
  const told: string[][] = [];
  const thinking = aThinking({
    async plan(...given) {
      begun.resolve();
      await said.promise;
      return engine.plan(...given);
    },
    async gather(brief, ...rest) {
      told.push([...brief.feedback]);
      return engine.gather(brief, ...rest);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const say = await ask(legwork);
  await begun.promise;

  await say("mind the mobile app");
  said.resolve();

  await legwork.draft(product);
  expect(told).toEqual([["mind the mobile app"], ["mind the mobile app"]]);
});

test("a step that is repeated hears what it heard before, and what was said since goes to the next", async () => {
  const failed = signal();
  const again = signal();
  const heard: (readonly string[])[] = [];
  let tries = 0;
  const thinking = aThinking({
    async gather(brief, subtask, context) {
      if (subtask.number === 2) return engine.gather(brief, subtask, context);
      tries += 1;
      heard.push(await context.takeNotes("turn 1"));
      if (tries === 1) {
        failed.resolve();
        await again.promise;
        throw new Error("the worker is gone");
      }
      heard.push(await context.takeNotes("turn 2"));
      return engine.gather(brief, subtask, context);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const say = await ask(legwork);
  await failed.promise;

  await say("mind the mobile app");
  again.resolve();

  await legwork.draft(product);
  expect(heard).toEqual([[], [], ["mind the mobile app"]]);
});

test(
  "a worker that takes the place of a killed one hears at the same step the same",
  { timeout: 120_000 },
  async () => {
    const heard: (readonly string[])[] = [];
    const thinking = aThinking({
      async gather(brief, subtask, context) {
        if (subtask.number === 1) {
          heard.push(await context.takeNotes("turn 1"), await context.takeNotes("turn 2"));
        }
        return engine.gather(brief, subtask, context);
      },
    });
    await using legwork = await startLegwork({ thinking, workers: false });
    const { databaseUrl, slack } = legwork.ground;
    const script = fileURLToPath(new URL("../support/listener.ts", import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify({ databaseUrl, slack })]);
    using killing = new DisposableStack();
    killing.defer(() => void child.kill("SIGKILL"));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const say = await ask(legwork);
    expect(await lines.next()).toMatchObject({ value: '{"begun":1}' });

    await say("mind the mobile app");
    child.stdin.write("listen");
    expect(await lines.next()).toMatchObject({ value: '{"heard":["mind the mobile app"]}' });
    child.kill("SIGKILL");
    await once(child, "exit");
    const saying = say("and the prices");
    await using workers = await legwork.startWorkers();
    expect(workers.queue).toBeDefined();
    await saying;

    await legwork.draft(product, "Revised: and the prices");
    expect(heard).toEqual([["mind the mobile app"], ["and the prices"]]);
  },
);

test("a note that comes while the draft is checked is the next revision, and is said to it once", async () => {
  const [checking, said] = [signal(), signal()];
  const { write, feedback } = recording();
  const thinking = aThinking({
    write,
    async check(draft) {
      checking.resolve();
      await said.promise;
      return draft;
    },
  });
  await using legwork = await startLegwork({ thinking });
  const say = await ask(legwork);
  await checking.promise;

  await say("mind the mobile app");
  said.resolve();

  await legwork.draft(product, "Revised: mind the mobile app");
  expect(feedback()).toEqual([[], ["mind the mobile app"]]);
});

test("what was said to a run is still known when its draft is revised, in the order in which it was said", async () => {
  const [begun, said] = [signal(), signal()];
  const { write, feedback } = recording();
  const thinking = aThinking({
    write,
    async gather(...given) {
      begun.resolve();
      await said.promise;
      return engine.gather(...given);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const say = await ask(legwork);
  await begun.promise;
  await say("mind the mobile app");
  said.resolve();
  const draft = await legwork.draft(product, "Revised: mind the mobile app");

  const threadTs = draft.thread_ts ?? "";
  await legwork.slack.as(people.ada).say("#product", "shorter please", { threadTs });

  await legwork.draft(product, "Revised: shorter please");
  expect(feedback()).toEqual([["mind the mobile app"], ["mind the mobile app", "shorter please"]]);
});

test("the card counts what waits to be heard", async () => {
  const [begun, said] = [signal(), signal()];
  let parts = 0;
  const thinking = aThinking({
    async gather(...given) {
      parts += 1;
      if (parts === 2) begun.resolve();
      await said.promise;
      return engine.gather(...given);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const say = await ask(legwork);
  await begun.promise;

  await say("mind the mobile app");

  await legwork.shown(product, "L-1", "1 note to take up");
  said.resolve();
  const done = await legwork.shown(product, "L-1", "Draft ready");
  expect(legwork.textOf(done)).not.toContain("to take up");
});
