import fc from "fast-check";
import { expect, test } from "vitest";
import { chainHash, type HistoryEntry } from "../../src/domain/history.ts";
import { TaskId } from "../../src/domain/ids.ts";
import { aTask, at } from "./tasks.ts";

type Link = HistoryEntry & { readonly hash: string };

const { id } = aTask();
const steps = ["open", "advance", "submit", "revise", "advance", "submit", "approve"];

const chain = (): readonly Link[] => {
  let previous = "";
  return steps.map((type, n) => {
    const entry = {
      taskId: id,
      position: n + 1,
      event: { type, by: "U1" },
      statusBefore: "queued",
      statusAfter: "running",
      revision: 1 + Math.floor(n / 4),
      at: new Date(at.getTime() + n * 1_000),
    };
    previous = chainHash(previous, entry);
    return { ...entry, hash: previous };
  });
};

/** The position in the list at which the chain no longer holds; -1 where all of it does. */
const brokenAt = (links: readonly Link[]): number =>
  links.findIndex((link, n) => link.hash !== chainHash(links[n - 1]?.hash ?? "", link));

test("an untouched history holds", () => {
  expect(brokenAt(chain())).toBe(-1);
});

const other = TaskId.parse("7c9e6679-7425-40de-944b-e07fc1f90ae8");
const changes: readonly (readonly [string, (link: Link) => Link])[] = [
  ["who did it", (link) => ({ ...link, event: { ...link.event, by: "U2" } })],
  ["what was done", (link) => ({ ...link, event: { type: "discard" } })],
  ["to which revision", (link) => ({ ...link, revision: link.revision + 1 })],
  ["when", (link) => ({ ...link, at: new Date(link.at.getTime() + 1) })],
  ["the state before", (link) => ({ ...link, statusBefore: "failed" })],
  ["the state after", (link) => ({ ...link, statusAfter: "failed" })],
  ["the position", (link) => ({ ...link, position: link.position + 1 })],
  ["the task", (link) => ({ ...link, taskId: other })],
];

test.each(changes)("a change of %s is found where it was made", (_what, change) => {
  for (const n of steps.keys()) {
    const links = chain().map((link, m) => (m === n ? change(link) : link));
    expect(brokenAt(links)).toBe(n);
  }
});

test("a change with a new hash of its own is found at the next entry", () => {
  for (let n = 0; n < steps.length - 1; n++) {
    const links = [...chain()];
    const forged = { ...links[n], event: { type: "discard" } };
    const entry = chain()[n];
    if (entry === undefined) throw new Error("no such entry");
    const hash = chainHash(links[n - 1]?.hash ?? "", { ...entry, ...forged });
    links[n] = { ...entry, ...forged, hash };
    expect(brokenAt(links)).toBe(n + 1);
  }
});

test("entries taken out, doubled or moved are found", () => {
  fc.assert(
    fc.property(fc.nat(steps.length - 2), fc.constantFrom("drop", "double", "swap"), (n, how) => {
      const links = [...chain()];
      const [one, two] = [links[n], links[n + 1]];
      if (one === undefined || two === undefined) throw new Error("no such entry");
      if (how === "drop") links.splice(n, 1);
      if (how === "double") links.splice(n, 0, one);
      if (how === "swap") links.splice(n, 2, two, one);
      expect(brokenAt(links)).toBeGreaterThanOrEqual(0);
    }),
  );
});
