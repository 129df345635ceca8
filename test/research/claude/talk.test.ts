import { expect, test } from "vitest";
import type { MessageRequest } from "../../support/model/request.ts";
import { faults } from "../../support/model/fault.ts";
import { type Model, startModel } from "../../support/model/server.ts";
import { aBrief, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver, type ContextOptions } from "./memory.ts";
import { partOf, type Player, scripted, text, tools, use } from "./script.ts";

const subtask = {
  number: 1,
  title: "Look at the status page",
  objective: "Find out what it says about checkout.",
  queries: [{ type: "web" as const, query: "checkout slow monday" }],
  manner: { by: "web" as const, boundaries: "", effort: "medium" as const, tainted: false },
};

const record = use("record_finding", { source: "s1", passages: [1], why: "names the cause" });
const search = (turn: number, n = 0) => use("search_web", { query: `checkout slow ${turn} ${n}` });

const recordOnce: Player = (_, turn) => tools(search(turn), ...(turn === 0 ? [record] : []));
const refuseTwice = (model: Model) => model.fail("next", faults.refusal("cyber"), 2);

/** Gathers one part with a model that plays as told. */
async function gather(
  play: Player,
  options: ContextOptions & {
    order?: (model: Model) => void;
    now?: () => Date;
    other?: string;
  } = {},
) {
  const { order, now, other = null, ...rest } = options;
  await using model = await startModel({ brain: scripted({ gather: play }) });
  order?.(model);
  const models = { main: "claude-sonnet-5-5", small: "claude-haiku-5-5", other };
  const { engine } = await openEngine(model, { models, ...(now && { now }) });
  const memory = aMemory();
  const seen: Parameters<typeof aRead>[0] = [];
  const context = contextOver(memory, { read: aRead(seen), ...rest });
  const gathered = await engine.gather(aBrief(), subtask, context);
  const talks = model.requests
    .map(({ request }) => request)
    .filter((request) => partOf(request) === "gather");
  expect(model.breaches).toEqual([]);
  return { gathered, talks, seen, memory, bill: model.bill() };
}

const lastWords = (request: MessageRequest | undefined): string =>
  JSON.stringify(request?.messages.at(-1)?.content);

test("a model that never stops is told which turn is its last, and what was read is not lost", async () => {
  const { gathered, talks } = await gather((_, turn) => tools(search(turn)));
  expect(talks).toHaveLength(8);
  expect(lastWords(talks.at(-1))).toContain("This is your last turn. Read nothing more.");
  expect(lastWords(talks.at(-2))).not.toContain("last turn");
  expect(gathered.findings.length).toBeGreaterThan(0);
});

test("after so many calls that read, no more is read, and the model is told", async () => {
  const { talks, seen } = await gather((_, turn) =>
    tools(...[1, 2, 3, 4].map((n) => search(turn, n))),
  );
  // One search was made before the conversation began.
  expect(seen).toHaveLength(1 + 10);
  expect(lastWords(talks.at(-1))).toContain("No more can be read for this part.");
  expect(talks.length).toBeLessThanOrEqual(4);
});

test("after its time a part is told to conclude, and what it then records counts", async () => {
  let at = Date.parse("2026-11-24T10:00:00Z");
  const { gathered, talks } = await gather(
    (request, turn) =>
      lastWords(request).includes("The time for this part is over.")
        ? tools(record, search(turn))
        : tools(search(turn)),
    { now: () => new Date((at += 90_000)) },
  );
  expect(talks).toHaveLength(4);
  expect(gathered.findings).toMatchObject([{ passage: 0, why: "names the cause" }]);
});

test("a long wait is no work: whoever comes back after an hour has time left", async () => {
  let at = Date.parse("2026-11-24T10:00:00Z");
  const moments = [0, 3_600_000, 1_000, 1_000];
  const { talks } = await gather(
    (_, turn) => (turn < 3 ? tools(search(turn)) : text("That is all.")),
    { now: () => new Date((at += moments.shift() ?? 0)) },
  );
  expect(talks).toHaveLength(4);
  expect(JSON.stringify(talks)).not.toContain("The time for this part is over.");
});

test("when most of the budget is gone a part is told to conclude; when nothing fits any more it brings home what it has", async () => {
  const known = await gather(recordOnce);
  const first = known.memory.paid.get("gather:1:0")?.usd ?? 0;
  const tight = await gather(recordOnce, { budgetUsd: first + 0.085 });
  expect(tight.talks.length).toBeLessThan(known.talks.length);
  expect(tight.gathered.findings.length).toBeGreaterThan(0);
  expect(tight.gathered.notes).toContain(
    "The budget did not allow to finish “Look at the status page”.",
  );
});

test("calls side by side are all answered in the very next message, failures among them", async () => {
  const { talks } = await gather((_, turn) =>
    turn === 0
      ? tools(search(0), use("read_page", { url: "not an address" }), use("no_such_tool", {}))
      : text("That is all."),
  );
  const answers = talks[1]?.messages.at(-1)?.content ?? [];
  expect(answers.map(({ type }) => type)).toEqual(["tool_result", "tool_result", "tool_result"]);
  expect(answers.map((block) => block.type === "tool_result" && (block.is_error ?? false))).toEqual(
    [false, true, true],
  );
});

test("a tool that was not offered is not there, whatever the model has heard of", async () => {
  const { talks, seen } = await gather((_, turn) =>
    turn === 0 ? tools(use("read_channel", { channel: "C42", since: null })) : text("Well."),
  );
  expect(JSON.stringify(talks[1]?.messages)).toContain("There is no tool read_channel.");
  expect(seen.map(({ type }) => type)).toEqual(["web"]);
});

test("a turn that was paused goes on with nothing added", async () => {
  const { gathered, talks } = await gather(
    (_, turn) => (turn < 2 ? tools(record) : text("That is all.")),
    { order: (model) => model.fail("next", faults.pauseTurn()) },
  );
  expect(talks[1]?.messages.at(-1)?.role).toBe("assistant");
  expect(gathered.findings).toHaveLength(1);
});

test("of an answer that was cut nothing is used; with twice the room it is whole", async () => {
  const { gathered, talks, memory } = await gather(
    (_, turn) => (turn === 0 ? tools(record) : text("That is all.")),
    { order: (model) => model.fail("next", faults.maxTokens(5)) },
  );
  expect(talks.map(({ max_tokens }) => max_tokens)).toEqual([6_000, 12_000, 6_000]);
  expect([...memory.paid.keys()]).toEqual(["gather:1:0", "gather:1:0:longer", "gather:1:1"]);
  expect(gathered.findings).toHaveLength(1);
});

test("cut again, the part ends with what it has, and says so", async () => {
  const { gathered } = await gather(() => tools(record), {
    order: (model) => model.fail("next", faults.maxTokens(5), 2),
  });
  expect(gathered.notes).toContain(
    "“Look at the status page” ended early: an answer of the model broke its limits.",
  );
});

test("a refusal is told with its category, after another model was asked once", async () => {
  const alone = await gather(() => tools(record), { order: refuseTwice });
  expect(alone.gathered.notes[0]).toBe(
    "Claude declined to work on “Look at the status page” (cyber).",
  );
  const asked = await gather((_, turn) => (turn === 0 ? tools(record) : text("That is all.")), {
    order: (model) => model.fail("next", faults.refusal("cyber")),
    other: "claude-opus-5-5",
  });
  expect(asked.talks.map(({ model }) => model)).toEqual([
    "claude-sonnet-5-5",
    "claude-opus-5-5",
    "claude-opus-5-5",
  ]);
  expect(asked.gathered.notes).toEqual([]);
  expect(asked.gathered.findings).toHaveLength(1);
});

test("notes are heard between two turns, as a system message, once", async () => {
  const memory = aMemory();
  await using model = await startModel({
    brain: scripted({
      gather: (_, turn) => {
        if (turn === 0) memory.notes.push("Mind the mobile app.", "And the shop in France.");
        return turn < 2 ? tools(search(turn)) : text("That is all.");
      },
    }),
  });
  const { engine } = await openEngine(model);
  await engine.gather(aBrief(), subtask, contextOver(memory, { read: aRead() }));
  const last = model.requests.at(-1)?.request.messages ?? [];
  const notes = last.filter(({ role }) => role === "system");
  expect(notes).toHaveLength(1);
  expect(JSON.stringify(notes)).toContain("Mind the mobile app.");
  expect(JSON.stringify(notes)).toContain("And the shop in France.");
  expect(model.breaches).toEqual([]);
});

test("an answer that broke off is booked with what was read and the longest that it might have been", async () => {
  const memory = aMemory();
  await using model = await startModel({ brain: scripted() });
  const { engine } = await openEngine(model);
  model.fail("next", faults.cut(3));
  const kept: number[] = [];
  const onPay = ({ worstUsd }: { worstUsd: number }) => void kept.push(worstUsd);
  const context = contextOver(memory, { read: aRead(), onPay });
  await expect(engine.gather(aBrief(), subtask, context)).rejects.toThrow(
    "Claude's answers broke off.",
  );
  await model.settled();

  expect(memory.reservedUsd).toBe(0);
  expect(memory.spentUsd).toBeGreaterThanOrEqual(model.bill().dollars);
  expect(memory.spentUsd).toBeGreaterThan((6_000 * 10) / 1_000_000);
  // What was kept aside for a prompt of unknown length is more.
  expect(memory.spentUsd).toBeLessThan((kept[0] ?? 0) - 0.005);
});
