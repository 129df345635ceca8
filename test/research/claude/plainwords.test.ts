import { expect, test } from "vitest";
import { plainOf } from "../../../src/research/claude/phases/plainwords.ts";

const told: readonly [string, string][] = [
  ["See [the report](https://a.example/b) now.", "See the report now."],
  ["An image ![x](https://a.example/b) goes.", "An image goes."],
  ["Read https://a.example/b?c=d and www.b.example today", "Read and today"],
  ["<https://a.example|the page> says so", "the page says so"],
  ["<@U123> and <!channel> and @here hear nothing", "and and here hear nothing"],
  ["It is **very** _fine_ and `plain`.", "It is very fine and plain."],
  ["2 * 3 * 4 is 24, and snake_case_names stay", "2 * 3 * 4 is 24, and snake_case_names stay"],
];

test.each(told)("%s is said as plain words", (line, plain) => {
  expect(plainOf(line)).toBe(plain);
});

test("a line that was made to be slow to read is not", () => {
  const units = ["![](", "[", "<https://", "**a ", " ", "<@", "_a ", "(", "`"];
  const begun = performance.now();
  for (const unit of units) plainOf(unit.repeat(10_000));
  expect(performance.now() - begun).toBeLessThan(700);
});
