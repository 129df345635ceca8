import type { DraftFacts, TaskFacts } from "../../blocks/facts.ts";
import type { Draft } from "../../src/domain/draft.ts";
import { UserId } from "../../src/domain/ids.ts";
import { Task } from "../../src/domain/task.ts";
import { aDraft } from "../support/engine.ts";

export const ada = UserId.parse("U0ADA");
export const grace = UserId.parse("U0GRACE");

export const aTask = (overrides: Record<string, unknown> = {}): Task =>
  Task.parse({
    id: "7a0d2c64-6a3e-4c53-9d0f-3f1d3a9b1c11",
    number: 42,
    kind: "research",
    origin: "command",
    thread: { team: "T0AMBLEFORD", channel: "C0PRODUCT", ts: "1718000000.000100" },
    movedFrom: null,
    requester: ada,
    question: "Why is checkout slow?",
    given: [],
    revision: 1,
    epoch: 0,
    state: { status: "in_review", since: "2026-03-02T12:00:00Z" },
    createdAt: "2026-03-02T12:00:00Z",
    ...overrides,
  });

/** A draft whose every citation opens its source. */
export const draftFacts = (
  draft: Draft = aDraft(),
  overrides: Partial<DraftFacts> = {},
): DraftFacts => ({
  revision: 1,
  draft,
  hash: "a".repeat(64),
  editedBy: null,
  cost: null,
  short: null,
  citations: draft.sections
    .flatMap(({ statements }) => statements)
    .flatMap(({ citations }, statement) =>
      citations.map(({ source, quote }) => ({
        statement,
        source,
        quote,
        locator: null,
        url: draft.sources[source - 1]?.url ?? null,
      })),
    ),
  decision: null,
  ...overrides,
});

export const taskFacts = (
  state: Record<string, unknown>,
  overrides: Partial<TaskFacts> & { taskFields?: Record<string, unknown> } = {},
): TaskFacts => {
  const { taskFields, ...rest } = overrides;
  return {
    task: aTask({ state, ...taskFields }),
    ahead: 0,
    wait: null,
    quiet: false,
    estimateSeconds: null,
    subtasks: [],
    drafts: [],
    question: null,
    money: null,
    notes: 0,
    unshown: 0,
    ...rest,
  };
};
