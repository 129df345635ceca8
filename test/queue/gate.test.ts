import { expect, test } from "vitest";
import { openGate } from "../../src/queue/gate.ts";

const never = new AbortController().signal;

test("so many runs are in at once, and the jobs of one run count as one", async () => {
  const gate = openGate(2);
  const first = await gate.enter("a", never);
  const again = await gate.enter("a", never);
  await gate.enter("b", never);
  let entered = false;
  const third = gate.enter("c", never).then((way) => ((entered = true), way));

  first[Symbol.dispose]();
  await Promise.resolve();
  expect({ entered, runs: gate.runs() }).toEqual({ entered: false, runs: 2 });
  again[Symbol.dispose]();
  await third;
  expect(gate.runs()).toBe(2);
});

test("those that wait come in in their order, and a run that is in already goes by them", async () => {
  const gate = openGate(1);
  const order: string[] = [];
  const way = await gate.enter("a", never);
  const waits = ["b", "c"].map((run) =>
    gate.enter(run, never).then((out) => {
      order.push(run);
      return out[Symbol.dispose]();
    }),
  );
  (await gate.enter("a", never))[Symbol.dispose]();
  way[Symbol.dispose]();
  await Promise.all(waits);
  expect(order).toEqual(["b", "c"]);
});

test("one that is called off while it waits has not entered", async () => {
  const gate = openGate(1);
  const way = await gate.enter("a", never);
  const off = new AbortController();
  const waiting = gate.enter("b", off.signal);
  off.abort(new Error("called off"));
  await expect(waiting).rejects.toThrow("called off");
  way[Symbol.dispose]();
  expect(gate.runs()).toBe(0);
});
