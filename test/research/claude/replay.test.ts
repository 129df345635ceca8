import { expect, test } from "vitest";
import { ReplayDivergedError } from "../../../src/errors.ts";
import type { Engine } from "../../../src/research/engine.ts";
import { startModel } from "../../support/model/server.ts";
import { aBrief, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver, type ContextOptions, Killed, type Memory } from "./memory.ts";
import { type Ran, runWhole } from "./run.ts";
import { aPlan, json, scripted } from "./script.ts";

/** One claim is not supported at first, so that the repair has its place in the run, too. */
const brain = () =>
  scripted({
    plan: () => json(aPlan()),
    gap: () =>
      json({
        complete: false,
        subtasks: [
          { title: "Who moved it", objective: "Find who.", reads: ["web"], queries: ["who"] },
        ],
      }),
    check: ({ messages }) =>
      JSON.stringify(messages).includes("each order asks the tax service 4 times")
        ? json({ verdict: "partial", why: "It says more." })
        : json({ verdict: "supported", why: "It says so." }),
    repair: () =>
      json({ claims: [{ number: 1, text: "Checkout is slow because of the tax service." }] }),
  });

const run = (engine: Engine, memory: Memory, options: ContextOptions = {}): Promise<Ran> =>
  runWhole(engine, aBrief(), contextOver(memory, { read: aRead(), ...options }));

/** Runs until the worker is killed where it is told to be, and then to the end on what it left. */
async function runTwice(engine: Engine, kill: ContextOptions) {
  const memory = aMemory();
  const first = await run(engine, memory, kill).catch((error: unknown) => error);
  // Of calls side by side the others end by themselves; what they wanted to store is gone.
  const finished = new Set(memory.paid.keys());
  const before = memory.begun.length;
  const second = await run(engine, memory);
  return { first, second, memory, finished, again: memory.begun.slice(before) };
}

test("killed at any step, before or after it is stored, a run goes on to the same draft and pays for no finished call again", async () => {
  await using model = await startModel({ brain: brain() });
  const { engine } = await openEngine(model);
  const whole = aMemory();
  const undisturbed = await run(engine, whole);
  const all = [...whole.steps.keys(), ...whole.paid.keys()];
  // Of steps that differ in a number or a hash alone, one of each kind: the whole lot takes half a minute.
  const kinds = new Map(
    all.map((name) => [name.replace(/[0-9a-f]{16}|\d+|toolu_\w+/g, "n"), name]),
  );
  const names = [...kinds.values()];
  expect(names.length).toBeGreaterThan(15);
  expect([...whole.paid.keys()].some((name) => name.startsWith("check:repair"))).toBe(true);

  for (const name of names) {
    // A call can be paid for without being stored; for any other step, before it is after the one before.
    const isPaid = whole.paid.has(name);
    for (const where of isPaid
      ? (["killBefore", "killAfter"] as const)
      : (["killAfter"] as const)) {
      const twice = await runTwice(engine, { [where]: (each: string) => each === name });
      expect(twice.first).toBeInstanceOf(Killed);
      expect({ name, draft: twice.second.draft }).toEqual({ name, draft: undisturbed.draft });
      expect(twice.again.filter((call) => twice.finished.has(call))).toEqual([]);
      expect(new Set(twice.memory.paid.keys())).toEqual(new Set(whole.paid.keys()));
    }
  }
  expect(model.breaches).toEqual([]);
}, 60_000);

test("a deploy in between changes nothing of a conversation that has begun", async () => {
  await using model = await startModel({ brain: scripted() });
  const { engine } = await openEngine(model);
  const memory = aMemory();
  await run(engine, memory, { killAfter: (name) => name === "gather:1:1" }).catch(() => {});
  const other = { main: "claude-opus-5-5", small: "claude-haiku-5-5", other: null };
  const later = await openEngine(model, { models: other, capabilities: { cacheControl: false } });
  const { draft } = await run(later.engine, memory);

  const gathered = model.requests
    .map(({ request }) => request)
    .filter(({ tools = [] }) => tools.length > 0);
  expect(gathered).toHaveLength(3);
  expect(new Set(gathered.map((request) => request.model))).toEqual(new Set(["claude-sonnet-5-5"]));
  expect(new Set(gathered.map(({ system }) => JSON.stringify(system))).size).toBe(1);
  // What had not begun is begun with what holds now.
  expect(draft.method).toMatch(/^Written by claude-opus-5-5/);
  expect(model.breaches).toEqual([]);
});

test("a stored answer that was given to something else is not gone on from, and the error says which", async () => {
  await using model = await startModel({ brain: scripted() });
  const { engine } = await openEngine(model);
  const memory = aMemory();
  await run(engine, memory, { killAfter: (name) => name === "gather:1:2" }).catch(() => {});
  const frozen = JSON.parse(memory.steps.get("gather:1:frozen") ?? "{}");
  memory.steps.set("gather:1:frozen", JSON.stringify({ ...frozen, system: "Another text." }));
  const calls = model.ledger.length;

  const error: unknown = await run(engine, memory).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(ReplayDivergedError);
  expect(error).toMatchObject({
    step: "gather:1:0",
    message: expect.stringContaining("“gather:1:0” of this run was answered to another question"),
  });
  expect(model.ledger).toHaveLength(calls);
});

test("every conversation's text is in the journal by name, version and hash", async () => {
  await using model = await startModel({ brain: brain() });
  const { engine } = await openEngine(model);
  const memory = aMemory();
  await run(engine, memory);
  const prompts = [...memory.steps]
    .filter(([name]) => name.endsWith(":frozen"))
    .map(([, stored]) => JSON.parse(stored).prompt);
  expect(new Set(prompts.map(({ name }) => name))).toEqual(
    new Set(["plan", "gather", "gap", "write", "check", "repair"]),
  );
  for (const { version, hash } of prompts) {
    expect(version).toBeGreaterThan(0);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
  }
});
