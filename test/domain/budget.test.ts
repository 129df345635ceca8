import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  defaultLimits,
  dollars,
  finishShare,
  isNearlyGone,
  monthName,
  offerCents,
  readLimits,
  shortageWords,
  spentOf,
} from "../../src/domain/budget.ts";

describe("limits", () => {
  test.each([
    ["task:0.10", { ...defaultLimits, task: 0.1 }],
    [
      " Task : $2 , person:none,channel:7.5,workspace:1000 ",
      { task: 2, person: null, channel: 7.5, workspace: 1_000 },
    ],
  ])("are read as people write them: %s", (text, limits) => {
    expect(readLimits(text)).toEqual(limits);
  });

  test.each(["", "1", "task", "task:", "task:0", "task:-1", "task:0.001", "task:1e3", "all:1"])(
    "that say nothing clear are a problem: “%s”",
    (text) => {
      expect(readLimits(text)).toEqual({ problem: expect.stringContaining("task:1,person:20") });
    },
  );

  test("that name a budget twice are a problem, and so is one that is a slip of the pen", () => {
    expect(readLimits("task:1,task:2")).toEqual({ problem: "names task twice" });
    expect(readLimits("workspace:100000.01")).toHaveProperty("problem");
    expect(readLimits("workspace:100000")).toHaveProperty("workspace", 100_000);
  });
});

test("amounts have two digits, and their limit where there is one", () => {
  expect([dollars(0), dollars(5), dollars(123_456)]).toEqual(["$0.00", "$0.05", "$1,234.56"]);
  expect([spentOf(42, 1), spentOf(42, null)]).toEqual(["$0.42 of $1.00", "$0.42"]);
});

test("people are warned from 80 % on, and never where there is no limit", () => {
  expect([79, 80, 100].map((cents) => isNearlyGone(cents, 1))).toEqual([false, true, true]);
  expect(isNearlyGone(1_000_000, null)).toBe(false);
});

const offer = (task: number | null, short: number) => offerCents({ ...defaultLimits, task }, short);

describe("an offer to go on", () => {
  test("is as much again as tasks get, and more for a step that asks for more", () => {
    expect([offer(1, 0), offer(1, 0.3), offer(1, 0.7), offer(1, 0.71)]).toEqual([
      100, 100, 100, 102,
    ]);
  });

  test("is none where tasks have no limit", () => {
    expect(offer(null, 1)).toBeNull();
  });

  test("is always enough for what did not fit, and less than a cent more than that", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (millionths) => {
        const short = millionths / 1e6;
        const usd = (offer(0.01, short) ?? 0) / 100;
        expect(usd * (1 - finishShare)).toBeGreaterThanOrEqual(short - 1e-7);
        expect(usd - Math.max(0.01, short / (1 - finishShare))).toBeLessThan(0.0101);
      }),
    );
  });
});

describe("what is said where a step does not fit", () => {
  const at = new Date("2026-11-30T23:59:59Z");

  test("names the task's budget, what the step can cost and what is left for it", () => {
    const shortage = { scope: "task", limitUsd: 0.1, leftUsd: 0.0119, neededUsd: 0.0201 } as const;
    expect(shortageWords(shortage, at)).toBe(
      "The budget of this task is $0.10. The next step can cost up to $0.03, and $0.01 is left for it.",
    );
  });

  test.each([
    ["person", "of the person who asked"],
    ["channel", "of this channel"],
    ["workspace", "of this workspace"],
  ] as const)("names whose month it is: %s", (scope, words) => {
    const shortage = { scope, limitUsd: 20, leftUsd: -0.004, neededUsd: 0.2 };
    expect(shortageWords(shortage, at)).toBe(
      `The budget ${words} is $20.00 for November 2026. The next step can cost up to $0.20, and $0.00 is left. It begins anew in December 2026; whoever runs me here can raise it (LEGWORK_BUDGET).`,
    );
    expect(shortageWords({ ...shortage, neededUsd: 0 }, at)).toContain(
      `The budget ${words}, $20.00 for November 2026, is spent.`,
    );
  });

  test("after December comes January of the next year", () => {
    const december = new Date("2026-12-01T00:00:00Z");
    const gone = { scope: "person", limitUsd: 1, leftUsd: 0, neededUsd: 0 } as const;
    expect(monthName(december)).toBe("December 2026");
    expect(shortageWords(gone, december)).toContain("anew in January 2027");
  });
});
