import { Draft } from "../../../../src/domain/draft.ts";
import type { Plan } from "../../../../src/domain/plan.ts";
import type { Engine } from "../../../../src/research/engine.ts";

/** A draft that shows what was said to whoever wrote it. */
export const aDraft = (question: string, told: readonly string[]): Draft =>
  Draft.parse({
    headline: question,
    sections: [
      {
        heading: "Key points",
        statements: [
          { text: "It is slow.", speaker: null, citations: [], check: { result: "unchecked" } },
        ],
      },
    ],
    missing: [],
    next: [],
    answers: told.map((feedback) => ({ feedback, answer: "Taken up." })),
    sources: [],
    method: "Scripted",
  });

/** A plan that has nothing to read. */
export const aPlan = (question: string): Plan => ({
  question,
  doneWhen: [],
  reuse: true,
  subtasks: [],
  estimate: { seconds: 1, usd: 0 },
});

/** Reads nothing, and writes down what it is told. */
export const engine: Engine = {
  id: "extractive",
  plan: async ({ question }) => aPlan(question),
  gather: async () => ({ sources: [], findings: [], notes: [] }),
  write: async ({ question, feedback }) => aDraft(question, feedback),
  check: async (draft) => draft,
};
