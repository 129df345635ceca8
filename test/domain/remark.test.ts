import { expect, test } from "vitest";
import { addresses, asksAnew, changesScope, readRemark } from "../../src/domain/remark.ts";
import { states } from "./tasks.ts";

const underWay = states.filter(({ status }) => ["queued", "running", "waiting"].includes(status));
const working = underWay.filter(({ status }) => status !== "waiting");
const asking = underWay.filter(({ status }) => status === "waiting");
const undecided = states.filter(({ status }) => ["in_review", "expired"].includes(status));

test.each(["stop", "Stop.", "please cancel it", "never mind", "nevermind!", "forget it"])(
  "%s stops, whatever is going on",
  (text) => {
    for (const state of states) expect(readRemark(text, state)).toBe("stop");
  },
);

test.each(["also look at <https://a.example>", "stop using that source", "only the EU please"])(
  "%s is a note while it runs, an answer to its question, and feedback on a draft",
  (text) => {
    for (const state of working) expect(readRemark(text, state)).toBe("note");
    for (const state of asking) expect(readRemark(text, state)).toBe("answer");
    for (const state of undecided) expect(readRemark(text, state)).toBe("feedback");
  },
);

test.each(["thanks", "Thank you so much!", "ok", "👍", ":tada:", "lgtm", "+1", "!!"])(
  "%s asks for nothing",
  (text) => {
    for (const state of [...underWay, ...undecided]) {
      expect(readRemark(text, state)).toBe("courtesy");
    }
  },
);

test("a failed task is tried again by saying so; anything else is a new request", () => {
  const failed = states.filter(({ status }) => status === "failed");
  for (const state of failed) {
    expect(readRemark("try again", state)).toBe("retry");
    expect(readRemark("what about prices?", state)).toBe("request");
  }
});

test("when a task is closed, what is asked in its thread is something new", () => {
  const closed = states.filter(({ status }) =>
    ["approved", "discarded", "cancelled"].includes(status),
  );
  for (const state of closed) expect(readRemark("and for the US?", state)).toBe("request");
});

test("others may talk in the thread; of them only a stop or a mention is heard", () => {
  const other = { mentioned: false, byRequester: false };
  expect(addresses("note", other)).toBe(false);
  expect(addresses("feedback", other)).toBe(false);
  expect(addresses("stop", other)).toBe(true);
  expect(addresses("note", { ...other, mentioned: true })).toBe(true);
  expect(addresses("note", { ...other, byRequester: true })).toBe(true);
});

test("a very long remark is read like a short one, before anybody gives up waiting", () => {
  const words = ["ok ", "!", "stop it ", "👍"];
  const remarks = states.flatMap((state) =>
    words.map((word) => readRemark(`${word.repeat(4_000)}x`, state)),
  );
  expect(remarks).not.toContain("stop");
});

test.each([
  ["summarize this thread", true],
  ["please draft a status update for the board", true],
  ["research how others price this", true],
  ["shorter, and with dates", false],
  ["draft a shorter version", false],
  ["why is the second one preferred?", false],
])("said over a draft, “%s” is an errand of its own: %s", (text, anew) => {
  expect(asksAnew(text)).toBe(anew);
});

test.each([
  "only EMEA",
  "Only the EU please",
  "just for mobile",
  "EMEA only",
  "no, only Postgres",
  "use Valkey instead",
  "look at Redis instead of Memcached",
  "rather than last year, take this year",
  "not checkout but search",
  "narrow this down to Germany",
  "also compare with Redis",
  "compare it with what Stripe does",
  "also look at the refunds",
  "And what about prices?",
  "sorry, I mean checkout v2",
  "change of plan: we need prices",
  "scratch that, do APAC",
  "see also https://wiki.example/refunds",
  "build on L-12",
])("“%s” changes what is asked", (text) => {
  expect(changesScope(text)).toBe(true);
});

test.each([
  "shorter please",
  "only 5 points",
  "use bullets instead of prose",
  "mention the dates",
  "the outage began on Monday",
  "just checking in",
  "it's due on Friday",
  "without the draft pages",
  "stop using that source",
  "only if it is quick",
  "not sure, but Grace might know",
  "the numbers are not final, but close enough",
  "also mention who decided",
  "the incident only happened once",
])("“%s” is taken up as the run goes on", (text) => {
  expect(changesScope(text)).toBe(false);
});

test("whether a very long note changes what is asked is known before anybody gives up waiting", () => {
  for (const word of ["only ", "also ", "please ", "not a ", "compare it ", "a ", "I mean "]) {
    expect(changesScope(`${word.repeat(3_000)}x`)).toBe(false);
  }
});
