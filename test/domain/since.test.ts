import { startOfDay, subDays } from "date-fns";
import { expect, test } from "vitest";
import { parseSince } from "../../src/domain/since.ts";

/** A Monday, in the afternoon wherever the server is. */
const now = new Date(2026, 10, 2, 15, 30);
const hours = (count: number) => new Date(now.getTime() - count * 3_600_000);

test.each([
  ["24h", hours(24)],
  ["1 hour", hours(1)],
  ["3 hours ago", hours(3)],
  ["7d", subDays(now, 7)],
  ["2 weeks", subDays(now, 14)],
  ["2w", subDays(now, 14)],
  ["1 month", new Date(2026, 9, 2, 15, 30)],
  ["today", startOfDay(now)],
  ["Yesterday", startOfDay(subDays(now, 1))],
  ["last week", startOfDay(subDays(now, 7))],
  ["friday", new Date(2026, 9, 30)],
  ["last friday", new Date(2026, 9, 30)],
  // On a Monday "since monday" means the one before: nobody asks for the last few hours like that.
  ["monday", new Date(2026, 9, 26)],
  ["2026-10-01", new Date(2026, 9, 1)],
  ["  2026-10-01 ", new Date(2026, 9, 1)],
])("since %s", (words, moment) => {
  expect(parseSince(words, now)).toEqual(moment);
});

test.each([
  "",
  "soon",
  "7",
  "d",
  "-3d",
  "99999d",
  "7 fortnights",
  "2026-13-01",
  "2026-02-30",
  "2027-01-01",
  "tomorrow",
  "mond",
])("%j is no moment in the past", (words) => {
  expect(parseSince(words, now)).toBeUndefined();
});
