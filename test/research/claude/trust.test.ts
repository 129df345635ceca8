import { expect, test } from "vitest";
import { statementsOf } from "../../../src/domain/draft.ts";
import type { PromptName } from "../../../src/research/claude/prompts.ts";
import { findQuote } from "../../../src/research/check/quote.ts";
import { quoteFrom } from "../../../src/research/claude/phases/quote.ts";
import { startModel } from "../../support/model/server.ts";
import { aBrief, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";
import { runWhole } from "./run.ts";
import { anAnswer, cited, json, type Player, scripted, text } from "./script.ts";

/** The draft of a whole run with parts played as told. */
async function draftOf(parts: Partial<Record<PromptName, Player>>) {
  await using model = await startModel({ brain: scripted(parts) });
  const { engine } = await openEngine(model);
  const context = contextOver(aMemory(), { read: aRead() });
  return (await runWhole(engine, aBrief(), context)).draft;
}

test("who has read everything and sees no answer is believed: nothing of it is made to answer", async () => {
  const draft = await draftOf({
    write: () => text("# All is well\n## Not covered\n- Nothing read says why checkout is slow.\n"),
  });
  expect(draft.sections).toEqual([]);
  expect(draft.headline).toBe("No answer was found: Why has checkout been slow since Monday?");
  expect(draft.missing).toContain("Nothing read says why checkout is slow.");
  expect(draft.next).toHaveLength(1);
});

test("an answer that cites nothing is not shown: the sources speak for themselves", async () => {
  const draft = await draftOf({ write: () => text(anAnswer.replaceAll(/\[\d:\d\]/g, "")) });
  expect(draft.missing[0]).toBe("Claude's answer cited nothing that was found.");
  expect(statementsOf(draft).length).toBeGreaterThan(0);
  for (const { citations } of statementsOf(draft)) expect(citations.length).toBeGreaterThan(0);
});

const headlined = anAnswer.replace(/^# .*/, "# Each order asks the tax service 4 times");
const write: Player = (request) => cited(request, headlined);
const judge: Player = ({ messages }) =>
  json(
    /<claim>\\n[^<]*4 times/.test(JSON.stringify(messages.at(-1)))
      ? { verdict: "unsupported", why: "Not there." }
      : { verdict: "supported", why: "It says so." },
  );

const repair: Player = () => json({ claims: [{ number: 1, text: "" }] });
const unsupported: Player = () => json({ verdict: "unsupported", why: "Not there." });

test("a headline does not outlive the claim that it rests on", async () => {
  const whole = await draftOf({ write });
  expect(whole.headline).toBe("Each order asks the tax service 4 times");
  const gone = await draftOf({ write, check: judge, repair });
  expect(statementsOf(gone)).toHaveLength(1);
  expect(gone.headline).toBe("The p95 of checkout rose to 1 s on Monday");
  const labelled = await draftOf({ write, check: judge });
  expect(statementsOf(labelled)).toHaveLength(2);
  expect(labelled.headline).toBe("The p95 of checkout rose to 1 s on Monday");
  const none = await draftOf({ write, check: unsupported });
  expect(none.headline).toBe("None of what was written could be verified");
});

test("where no claim is left, nothing is claimed above either, whatever its words", async () => {
  const draft = await draftOf({
    write: (request) => cited(request, anAnswer.replace(/^# .*/, "# All is well")),
    check: unsupported,
    repair: () =>
      json({
        claims: [
          { number: 1, text: "" },
          { number: 2, text: "" },
        ],
      }),
  });
  expect(draft.sections).toEqual([]);
  expect(draft.headline).toBe("None of what was written could be verified");
  expect(draft.missing).toContain("2 claims were left out: the sources do not support them.");
});

test("a quote that has to be cut is cut between two characters", () => {
  const passage = `${"x".repeat(259)}😀${"y".repeat(100)}`;
  const quote = quoteFrom(passage, "nothing alike");
  expect(quote.isWellFormed()).toBe(true);
  expect(findQuote(passage, quote)).toBeDefined();
});
