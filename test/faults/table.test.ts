import { expect, test } from "vitest";
import { withLines } from "./table.ts";

const empty =
  "# A\n<!-- scorecard: written by `npm run faults` -->\n<!-- end of scorecard -->\nafter\n";
const kills = {
  name: "kills",
  figure: "SIGKILLs",
  target: "0 lost",
  measured: "520 kills, 0 lost",
  met: true,
  seed: 7,
};

test("a line is written once and then over itself; what stands around it stays", () => {
  const once = withLines(empty, [kills]);
  const twice = withLines(once, [
    { ...kills, measured: "510 kills, 1 lost", met: false },
    { ...kills, name: "storm", measured: "1,000 tasks" },
  ]);
  expect(once).toContain("| `kills` | SIGKILLs | 0 lost | 520 kills, 0 lost (seed 7) |");
  expect(twice).not.toContain("520");
  expect(twice).toContain("**not reached** · 510 kills, 1 lost");
  expect(twice).toContain("| `storm` |");
  expect(twice.startsWith("# A\n") && twice.endsWith("\nafter\n")).toBe(true);
});

test("a README without a place for the table is an error", () => {
  expect(() => withLines("# A\n", [kills])).toThrow("there is no");
});
