import { expect, test } from "vitest";
import { statementsOf } from "../../../src/domain/draft.ts";
import { AccountError } from "../../../src/errors.ts";
import type { PromptName } from "../../../src/research/claude/prompts.ts";
import { openPrompts, parsePrompt, promptNames } from "../../../src/research/claude/prompts.ts";
import type { SourceQuery } from "../../../src/domain/source.ts";
import type { Brief } from "../../../src/research/engine.ts";
import { type Fault, faults } from "../../support/model/fault.ts";
import { startModel } from "../../support/model/server.ts";
import { aBrief, aPage, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";
import { runWhole } from "./run.ts";
import { aPart, aPlan, json, partOf, type Player, scripted } from "./script.ts";

type Setting = {
  parts?: Partial<Record<PromptName, Player>>;
  brief?: Partial<Brief>;
  /** Strikes every call of a part. */
  fault?: [PromptName, Fault];
};

/** A whole run with parts played as told, and what was asked of whom. */
async function run({ parts = {}, brief = {}, fault }: Setting = {}) {
  await using model = await startModel({ brain: scripted(parts) });
  if (fault) model.fail((request) => partOf(request) === fault[0], fault[1], 50);
  const lines: string[] = [];
  const { engine } = await openEngine(model, { lines });
  const memory = aMemory();
  const seen: SourceQuery[] = [];
  const context = contextOver(memory, { read: aRead(seen) });
  const ran = await runWhole(engine, aBrief(brief), context);
  expect(model.breaches).toEqual([]);
  const asked = model.requests.map(({ request }) => ({ part: partOf(request), request }));
  return { ...ran, seen, lines, asked, names: [...memory.paid.keys()] };
}

const unsupported: Player = () => json({ verdict: "unsupported", why: "Not there." });

const further = { title: "Who moved it", objective: "Find who moved it.", reads: ["web" as const] };

test("what is still missing is looked for once, in at most two further parts", async () => {
  const subtasks = [1, 2, 3].map((n) => ({ ...further, queries: [`who moved the service ${n}`] }));
  const { seen, names } = await run({ parts: { gap: () => json({ complete: false, subtasks }) } });
  const searched = seen.flatMap((query) => (query.type === "web" ? [query.query] : []));
  expect(searched.filter((query) => query.startsWith("who moved"))).toEqual([
    "who moved the service 1",
    "who moved the service 2",
  ]);
  expect(names.filter((name) => name.startsWith("gap:"))).toEqual(["gap:model"]);
  expect(names).toContain("gather:3:0");
});

test("nothing is looked for where nothing can be searched, or nothing was", async () => {
  const given = { type: "text" as const, text: "The tax service was moved on Monday." };
  const { names } = await run({ brief: { kind: "summary", given: [given] } });
  expect(names.filter((name) => /^(plan|gap|gather):/.test(name))).toEqual([]);
});

test.each([
  ["declines", faults.refusal("cyber")],
  ["cannot read the question", faults.tooLarge()],
] as const)("a model that %s when asked for gaps keeps nobody from writing", async (_, fault) => {
  const { draft } = await run({ fault: ["gap", fault] });
  expect(statementsOf(draft)).toHaveLength(2);
});

test.each(["clarify", "plan", "gap", "write"] as const)(
  "an account that is closed is told in %s and not passed over",
  async (part) => {
    await using model = await startModel({ brain: scripted() });
    model.fail((request) => partOf(request) === part, faults.spendLimit());
    const { engine } = await openEngine(model);
    const context = contextOver(aMemory(), { read: aRead() });
    const asked = engine
      .clarify?.(aBrief(), context)
      .then(() => runWhole(engine, aBrief(), context));
    await expect(asked).rejects.toBeInstanceOf(AccountError);
  },
);

test("a claim that says more than its passage is made smaller, and looked at again", async () => {
  const smaller = "Checkout is slow because of the tax service.";
  const { draft, names } = await run({
    parts: {
      check: ({ messages }) =>
        JSON.stringify(messages).includes("asks the tax service 4 times.</claim")
          ? json({ verdict: "supported", why: "ok" })
          : JSON.stringify(messages.at(-1)).includes("<claim>\\nCheckout is slow because each")
            ? json({ verdict: "partial", why: "It says how often." })
            : json({ verdict: "supported", why: "It says so." }),
      repair: () => json({ claims: [{ number: 1, text: smaller }] }),
    },
  });
  expect(statementsOf(draft)[0]).toMatchObject({
    text: smaller,
    check: { model: { says: "supported" } },
  });
  expect(names.filter((name) => name.startsWith("check:again:"))).toHaveLength(1);
  expect(draft.method).toContain("2 of 2 claims verified");
});

test("what no passage supports goes, with a word about it; what nobody repaired keeps its label", async () => {
  const gone = await run({
    parts: { check: unsupported, repair: () => json({ claims: [{ number: 1, text: "" }] }) },
  });
  expect(statementsOf(gone.draft)).toHaveLength(1);
  expect(gone.draft.missing).toContain("1 claim was left out: the sources do not support it.");
  expect(statementsOf(gone.draft)[0]?.check).toMatchObject({ model: { says: "unsupported" } });
  const kept = await run({ parts: { check: unsupported }, fault: ["repair", faults.tooLarge()] });
  expect(statementsOf(kept.draft)).toHaveLength(2);
  expect(kept.draft.method).toContain("0 of 2 claims verified");
});

test("a checker that fails leaves the draft as the rules found it, and nothing is called verified", async () => {
  const { draft, lines } = await run({ fault: ["check", faults.spendLimit()] });
  expect(statementsOf(draft).map(({ check }) => check.result)).toEqual(["found", "found"]);
  expect(draft.method).toContain("checked by rule only");
  expect(lines.join("\n")).toContain('claims not checked {"why":"AccountError"}');
});

test("a draft that was cut says so, and its half line is not in it", async () => {
  const { draft } = await run({ fault: ["write", faults.maxTokens(45)] });
  expect(draft.missing[0]).toBe(
    "The answer was cut off at the model's limit: its end is missing here.",
  );
  const all = "Checkout is slow because each order asks the tax service 4 times.";
  for (const { text } of statementsOf(draft)) expect([all]).toContain(text);
});

test("a model that declines to write is named with the category, and what was found is written up by rule", async () => {
  const { draft } = await run({ fault: ["write", faults.refusal("bio")] });
  expect(draft.missing[0]).toBe("Claude declined to write this answer (bio).");
  expect(statementsOf(draft).length).toBeGreaterThan(0);
});

test("a model that declines to plan leaves it to the rules, and the operator reads why", async () => {
  const { plan, lines } = await run({ fault: ["plan", faults.refusal("cyber")] });
  expect(plan.subtasks.length).toBeGreaterThan(0);
  expect(lines).toContain('planned by rule {"why":"refused: cyber"}');
});

test("an answer in another shape than asked for is asked for once more, and then done without", async () => {
  const broken = await run({ parts: { plan: () => json({ question: 7 }) } });
  expect(broken.names.filter((name) => name.startsWith("plan:"))).toEqual([
    "plan:model",
    "plan:model:again",
  ]);
  expect(broken.lines).toContain('planned by rule {"why":"unusable"}');
});

test("a plan keeps what is internal and the web apart, and what its words call or link to is left out", async () => {
  const mixed = aPart({
    title: "Ask <@U1> about [this](https://evil.example)",
    reads: ["web", "library"],
  });
  const { plan } = await run({
    parts: { plan: () => json(aPlan({ subtasks: [mixed] })) },
    brief: { searchable: { web: true, library: true } },
  });
  expect(
    plan.subtasks.map(({ title, manner }) => [title, manner?.by, manner?.besidePrivate]),
  ).toEqual([
    ["Ask about this", "inside", true],
    ["Ask about this", "web", true],
  ]);
});

test("only people who may see a source see what it says: of a private one a public draft says nothing", async () => {
  const visibility = { type: "channel" as const, channel: "C9" as never };
  await using model = await startModel({ brain: scripted() });
  const { engine } = await openEngine(model);
  const read = async () => ({ sources: [aPage(1, { visibility })], notes: [] });
  const given = [{ type: "file" as const, file: "F1" as never, name: "a.pdf" }];
  const brief = aBrief({ kind: "summary", given });
  const inPublic = await runWhole(engine, brief, contextOver(aMemory(), { read }));
  expect(statementsOf(inPublic.draft)).toEqual([]);
  expect(inPublic.draft.missing.join(" ")).toContain("1 source comes from a private conversation");
  const direct = { ...brief, shownIn: { channel: "D1", direct: true } };
  const alone = await runWhole(engine, direct, contextOver(aMemory(), { read }));
  expect(statementsOf(alone.draft).length).toBeGreaterThan(0);
});

test("every prompt has a version, a text and a hash, and the comment for us is not sent", () => {
  const prompts = openPrompts();
  expect(Object.keys(prompts).toSorted()).toEqual([...promptNames].toSorted());
  for (const { text, version, hash } of Object.values(prompts)) {
    expect(text).not.toContain("<!--");
    expect(version).toBeGreaterThan(0);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
  }
  expect(parsePrompt("a", "<!--\nversion: 2\n-->\nText").hash).not.toBe(
    parsePrompt("a", "<!--\nversion: 2\n-->\nText!").hash,
  );
  expect(() => parsePrompt("a", "Text")).toThrow("the prompt a has no version line or no text");
});
