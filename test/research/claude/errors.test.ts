import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import {
  AccountError,
  PermanentError,
  RateLimitedError,
  UnansweredError,
} from "../../../src/errors.ts";
import { describe, isUnpaid, understand } from "../../../src/research/claude/errors.ts";
import { Fault, faults } from "../../support/model/fault.ts";
import { about, meet } from "./meet.ts";

const status = (code: number, type: string, message = "No."): Fault =>
  Fault.parse({ kind: "status", status: code, type, message });

/** A refusal for money, which comes as a 429 and says what it is by a code. */
function coded(error_code: string, headers: Record<string, string> = {}): Fault {
  const shape = { kind: "status", status: 429, type: "rate_limit_error", message: "No." };
  return Fault.parse({ ...shape, details: { error_code }, headers });
}

const limited: readonly [string, Fault, number][] = [
  ["a rate limit with a time", faults.rateLimited(7), 7],
  ["a rate limit for a whole day", faults.rateLimited(86_400), 900],
  ["an overloaded service", faults.overloaded(), 30],
  ["a limit that rises by and by", coded("ramp_limit_exceeded", { "retry-after": "20" }), 20],
  [
    "a rate limit until a moment",
    {
      kind: "status",
      status: 429,
      type: "rate_limit_error",
      message: "Wait.",
      headers: { "retry-after": "Tue, 24 Nov 2026 10:00:42 GMT" },
    },
    42,
  ],
];

test.each(limited)("%s is a wait, costs nothing and no attempt", async (_, fault, seconds) => {
  const { error, unpaid, calls } = await meet(fault);
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toMatchObject({ service: "Claude", retryAfterSeconds: seconds });
  expect(unpaid).toBe(true);
  // The library itself would have tried three times.
  expect(calls).toBe(1);
});

test("overloaded in the middle of an answer is a wait too, but what had come may be paid", async () => {
  const { error, unpaid, bill } = await meet(faults.overloadedMidStream(3));
  expect(error).toMatchObject({ name: "RateLimitedError", retryAfterSeconds: 30 });
  expect(unpaid).toBe(false);
  expect(bill.dollars).toBeGreaterThan(0);
});

const spent: readonly [string, Fault][] = [
  ["a spending limit that comes as a 429", faults.spendLimit()],
  ["a contract's limit that comes as a 429", coded("contract_spend_limit_reached")],
  ["a billing problem", faults.billing()],
  ["credit that is used up", faults.noCredit()],
];

test.each(spent)("%s is no wait: it says who has to do what", async (_, fault) => {
  const { error, unpaid } = await meet(fault);
  expect(error).toBeInstanceOf(AccountError);
  expect(error).toMatchObject({
    message:
      "Claude gives our account no more for now: its spending limit is reached. An admin has to raise it.",
    forAdmin: expect.stringMatching(
      /^Raise the spending limit, or pay, where ANTHROPIC_BASE_URL leads \(request req_\d+\)\.$/,
    ),
  });
  expect(unpaid).toBe(true);
});

const closed: readonly [string, Fault, string, string][] = [
  [
    "a wrong key",
    faults.unauthorized(),
    "Claude did not accept our key. An admin has to check ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN.",
    "Claude did not accept our key. Please check ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN.",
  ],
  [
    "a model that the key may not use",
    faults.forbidden(),
    "Our key may not use the model claude-sonnet-5-5. An admin has to allow it, or choose another in LEGWORK_MODEL or LEGWORK_SMALL_MODEL.",
    "Our key may not use the model claude-sonnet-5-5. Please allow it, or choose another in LEGWORK_MODEL or LEGWORK_SMALL_MODEL.",
  ],
  [
    "a model that is not there",
    faults.noSuchModel("claude-sonnet-5-5"),
    "There is no model claude-sonnet-5-5 where we ask. An admin has to choose another in LEGWORK_MODEL or LEGWORK_SMALL_MODEL.",
    "There is no model claude-sonnet-5-5 where we ask. Please choose another in LEGWORK_MODEL or LEGWORK_SMALL_MODEL.",
  ],
];

test.each(closed)(
  "%s is for an admin to mend, and costs nothing",
  async (_, fault, words, admin) => {
    const { error, unpaid, calls } = await meet(fault);
    expect(error).toBeInstanceOf(AccountError);
    expect(error).toMatchObject({ message: words, forAdmin: admin });
    expect([unpaid, calls]).toEqual([true, 1]);
  },
);

const refused: readonly [string, Fault, string][] = [
  [
    "a request that is too large",
    faults.tooLarge(),
    "There was more to read than Claude takes at once. Ask about less of it, or in parts.",
  ],
  [
    "a prompt that is too long",
    {
      kind: "status",
      status: 400,
      type: "invalid_request_error",
      message: "prompt is too long: 1100000 tokens > 1000000 maximum",
    },
    "There was more to read than Claude takes at once. Ask about less of it, or in parts.",
  ],
];

test.each(refused)(
  "%s ends the run, in words for the person who asked",
  async (_, fault, words) => {
    const { error, unpaid } = await meet(fault);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ message: words });
    expect(unpaid).toBe(true);
  },
);

test("a request that was malformed names the request, and quotes nothing of it", async () => {
  const message = "messages.3: secret words of a page";
  const fault: Fault = { kind: "status", status: 400, type: "invalid_request_error", message };
  const { error } = await meet(fault);
  expect(error).toBeInstanceOf(PermanentError);
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /^Claude could not read what I sent it\. That is a fault of mine; for the operator: request req_\d+\.$/,
    ),
  });
  expect(JSON.stringify(describe(error))).toMatch(/"status":400,"request":"req_\d+"/);
  expect(JSON.stringify(describe(error))).not.toContain("secret");
});

test("a request that cannot be worked off is malformed, too", async () => {
  const { error, unpaid } = await meet(status(422, "invalid_request_error"));
  expect(error).toBeInstanceOf(PermanentError);
  expect(error).toMatchObject({ message: expect.stringMatching(/^Claude could not read/) });
  expect(unpaid).toBe(true);
});

const trouble = (code: number) =>
  `Claude had trouble of its own (error ${code}). I tried several times.`;
const broke = "The connection to Claude broke. I tried several times.";

/** Each with what a person reads where trying again does not help, and whether it certainly costs nothing. */
const ambiguous: readonly [string, Fault, string, boolean][] = [
  ["an internal error", faults.internal(), trouble(500), false],
  ["a bad gateway", status(502, "api_error"), trouble(502), false],
  ["a service that is away", status(503, "api_error"), trouble(503), false],
  ["a gateway that gave up", faults.timedOut(), trouble(504), false],
  ["a request that took too long to arrive", status(408, "timeout_error"), trouble(408), false],
  ["two requests in each other's way", status(409, "invalid_request_error"), trouble(409), true],
  [
    "an error in the middle of an answer",
    { kind: "error_event", afterEvents: 3, type: "api_error", message: "No." },
    "Claude had trouble of its own (error api_error). I tried several times.",
    false,
  ],
  [
    "an answer that broke off",
    faults.cut(3),
    "Claude's answers broke off. I tried several times.",
    false,
  ],
  [
    "an answer that ended early",
    faults.endEarly(3),
    "Claude's answers broke off. I tried several times.",
    false,
  ],
  [
    "an answer that went silent",
    faults.silent(3),
    "Claude began to answer and then said nothing more. I tried several times.",
    false,
  ],
  [
    "a service that says nothing at all",
    faults.silent(),
    "Claude was asked and did not answer. I tried several times.",
    false,
  ],
  ["an answer of which not a byte came", faults.lost(), broke, false],
];

test.each(ambiguous)(
  "%s is tried again, and may have been paid unless that is ruled out",
  async (_, fault, words, unpaid) => {
    // Only who waits for silence need not wait for long: a busy machine is silent for a while, too.
    const met = await meet(fault, fault.kind === "silence" ? { idleMs: 1_500 } : {});
    expect(met.error).toBeInstanceOf(UnansweredError);
    expect(met.error).toMatchObject({ message: words });
    expect([met.unpaid, met.calls]).toEqual([unpaid, 1]);
  },
);

test("a connection that took too long is tried again, and may have been paid", () => {
  const error = understand(new Anthropic.APIConnectionTimeoutError(), about);
  expect(error).toMatchObject({ name: "UnansweredError", message: broke });
  expect(isUnpaid(error)).toBe(false);
});

test("what is no error of the service passes through as it is", () => {
  const mistake = new TypeError("ours");
  expect(understand(mistake, about)).toBe(mistake);
  expect(isUnpaid(mistake)).toBe(false);
});
