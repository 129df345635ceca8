import { expect, test } from "vitest";
import { ChannelId, MessageTs, parseTaskNumber, TaskId, taskName } from "../../src/domain/ids.ts";

test.each(["42", "#42", "L-42", "l-42", "L42", "l42", " 42 "])("%j names task 42", (text) => {
  expect(parseTaskNumber(text)).toBe(42);
});

test.each(["", "L-", "42nd", "4 2", "-42", "--42", "L-4.2", "1e3", "٤٢", "1234567890", "L-42; x"])(
  "%j names no task",
  (text) => {
    expect(parseTaskNumber(text)).toBeUndefined();
  },
);

test("a task's name is read back as its number", () => {
  for (const number of [1, 42, 999_999_999]) expect(parseTaskNumber(taskName(number))).toBe(number);
});

test("ids of Slack are words, so that none can carry markup or a path", () => {
  expect(ChannelId.safeParse("C024BE91L").success).toBe(true);
  for (const text of ["", "C1>", "C1/..", "C 1", "C".repeat(65), "<!here>"]) {
    expect(ChannelId.safeParse(text).success).toBe(false);
  }
  expect(MessageTs.safeParse("1730538000.000100").success).toBe(true);
  for (const text of ["1730538000", "1.2.3", "-1.2", "1e9.0"]) {
    expect(MessageTs.safeParse(text).success).toBe(false);
  }
  expect(TaskId.safeParse("L-42").success).toBe(false);
});
