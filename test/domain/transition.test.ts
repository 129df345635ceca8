import fc from "fast-check";
import { expect, test } from "vitest";
import { Task, type TaskEvent, type TaskState, transition } from "../../src/domain/task.ts";
import { aTask, at, by, events, states } from "./tasks.ts";

/** One column for each state, in the order in which they are usually passed. */
const columns = [
  "queued",
  "running",
  "waiting",
  "in_review",
  "approved",
  "discarded",
  "cancelled",
  "expired",
  "failed",
] as const satisfies TaskState["status"][];

const closed5 = Array<string>(5).fill("already_closed");
const inReview = (after: string): string[] => [
  ...Array<string>(3).fill("not_in_review"),
  after,
  ...closed5,
];

/** The law, every event in every state: the state after it, or the refusal. `+r`: a new revision, `+e`: a new epoch. */
const law: Record<TaskEvent["type"], readonly string[]> = {
  advance: ["running", "running", "not_running", "not_running", ...closed5],
  ask: ["not_running", "waiting", ...Array<string>(7).fill("not_running")],
  answer: ["not_waiting", "not_waiting", "queued +e", ...Array<string>(6).fill("not_waiting")],
  rescope: ["queued +e", "running +e", "not_running", "not_running", ...closed5],
  submit: ["not_running", "in_review", ...Array<string>(7).fill("not_running")],
  approve: inReview("approved"),
  revise: inReview("queued +r +e").with(7, "queued +r +e"),
  edit: inReview("in_review +r +e"),
  discard: inReview("discarded"),
  stop: [...Array<string>(4).fill("cancelled +e"), ...closed5],
  expire: inReview("expired"),
  fail: [...Array<string>(3).fill("failed +e"), "not_running", ...closed5],
  retry: [...Array<string>(8).fill("not_failed"), "queued +e"],
  continue: inReview("queued +r +e").with(8, "queued +e"),
};

const cells = events.flatMap((event) =>
  columns.map((status, n) => ({ event, status, outcome: law[event.type][n] ?? "?" })),
);

test("the law has a word for every event in every state", () => {
  expect(cells).toHaveLength(14 * 9);
  expect(new Set(states.map(({ status }) => status))).toEqual(new Set(columns));
});

test.each(cells)("$event.type when $status: $outcome", ({ event, status, outcome }) => {
  const state = states.find((each) => each.status === status);
  const before = aTask({ state: Task.shape.state.parse(state) });
  expect(outcomeOf(before, transition(before, event))).toBe(outcome);
});

const outcomeOf = (before: Task, after: ReturnType<typeof transition>): string =>
  typeof after === "string"
    ? after
    : [
        after.state.status,
        ...(after.revision > before.revision ? ["+r"] : []),
        ...(after.epoch > before.epoch ? ["+e"] : []),
      ].join(" ");

test("phases go forward, and saying the same one again changes nothing", () => {
  const phases = ["plan", "gather", "write", "check"] as const;
  for (const [now, phase] of phases.entries()) {
    const task = aTask({ state: { status: "running", phase } });
    for (const [next, other] of phases.entries()) {
      const after = transition(task, { type: "advance", revision: 2, phase: other, at });
      expect(after).toEqual(
        next < now ? "out_of_order" : { ...task, state: { status: "running", phase: other } },
      );
    }
  }
});

test("a run that is asked for something else begins with its plan again, wherever it is", () => {
  for (const phase of ["plan", "gather", "write", "check"] as const) {
    const task = aTask({ state: { status: "running", phase } });
    const rescope = { type: "rescope", revision: 2, by, at } as const;
    expect(transition(task, rescope)).toEqual({
      ...task,
      epoch: 5,
      state: { status: "running", phase: "plan" },
    });
  }
});

test("a wait that is not for an answer is not ended by one", () => {
  const task = aTask({ state: { status: "waiting", question: "Go on for $2?" } });
  expect(transition(task, { type: "answer", by, at })).toBe("not_waiting");
});

test("a wait that is not for an answer ends when somebody says so, and one for an answer does not", () => {
  const paused = aTask({ state: { status: "waiting", question: "Raise the limit." } });
  const retry = { type: "retry", by, at } as const;
  expect(transition(paused, retry)).toMatchObject({ epoch: 5, state: { status: "queued" } });
  const choice = { options: ["This"], default: "This", until: at };
  const asked = aTask({ state: { status: "waiting", question: "Which one?", choice } });
  expect(transition(asked, retry)).toBe("not_failed");
});

test("a run begins with its plan and with nothing else", () => {
  for (const phase of ["gather", "write", "check"] as const) {
    const advance = { type: "advance", revision: 2, phase, at } as const;
    expect(transition(aTask({ state: { status: "queued" } }), advance)).toBe("out_of_order");
  }
});

test("who decided, and when, is kept with the state", () => {
  const task = aTask({ state: { status: "in_review", since: at } });
  const approve = { type: "approve", revision: 2, hash: "h", by, at } as const;
  expect(transition(task, approve)).toMatchObject({ state: { status: "approved", by, at } });
});

const stale = events.filter((event) => "revision" in event);

test.each(stale)("$type on another revision is refused, open or closed", (event) => {
  for (const revision of [1, 3]) {
    for (const state of states) {
      const outcome = transition(aTask({ state }), { ...event, revision });
      const open = ["queued", "running", "waiting", "in_review"].includes(state.status);
      expect(outcome).toBe(open ? "stale_revision" : "already_closed");
    }
  }
});

const someEvent = fc
  .tuple(fc.constantFrom(...events), fc.integer({ min: -1, max: 1 }))
  .map(([event, shift]) => ({ event, shift }));

test("whatever happens, in any order: nothing breaks, nothing falls back, nothing closed opens by itself", () => {
  const reopens: Record<string, readonly string[]> = {
    expired: ["revise"],
    failed: ["retry", "continue"],
  };
  const final = new Set(["approved", "discarded", "cancelled", "expired", "failed"]);
  fc.assert(
    fc.property(fc.array(someEvent, { maxLength: 60 }), (steps) => {
      let task = aTask({ state: { status: "queued" }, revision: 1, epoch: 0 });
      for (const { event, shift } of steps) {
        const named = "revision" in event ? { ...event, revision: task.revision + shift } : event;
        const after = transition(task, named);
        if (typeof after === "string") continue;

        expect(Task.parse(after)).toEqual(after);
        expect(after.revision - task.revision).toBeOneOf([0, 1]);
        expect(after.epoch - task.epoch).toBeOneOf([0, 1]);
        // A new revision makes all work on the old one void.
        expect(after.epoch - task.epoch).toBeGreaterThanOrEqual(after.revision - task.revision);
        const { status } = task.state;
        expect(!final.has(status) || reopens[status]?.includes(event.type)).toBe(true);
        task = after;
      }
    }),
    { numRuns: 400 },
  );
});

test("the task itself is never changed, only answered with another", () => {
  for (const state of states) {
    const task = Object.freeze(aTask({ state: Object.freeze(state) }));
    for (const event of events) expect(() => transition(task, event)).not.toThrow();
  }
});
