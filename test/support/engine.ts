import type { Thinking } from "../../src/app.ts";
import type { Draft } from "../../src/domain/draft.ts";
import type { Source } from "../../src/domain/source.ts";
import type { Brief, Engine } from "../../src/research/engine.ts";

export const aSource = (overrides: Partial<Source> = {}): Source => ({
  type: "page",
  title: "Status page",
  url: "https://status.example/checkout",
  readAt: new Date("2026-03-02T12:00:00Z"),
  visibility: { type: "public" },
  passages: [
    { text: "The p95 of checkout rose to 4 s on Monday.", speaker: null, locator: null, url: null },
  ],
  ...overrides,
});

export const aDraft = (overrides: Partial<Draft> = {}): Draft => ({
  headline: "Checkout waits on the tax service",
  sections: [
    {
      heading: "Key points",
      statements: [
        {
          text: "The p95 of checkout rose to 4 s on Monday.",
          speaker: null,
          citations: [{ source: 1, passage: 0, quote: "rose to 4 s on Monday" }],
          check: { result: "found", overlap: 1 },
        },
      ],
    },
  ],
  missing: ["Nothing was said about refunds."],
  next: ["Ask the tax team."],
  answers: [],
  sources: [{ position: 0, title: "Status page", url: "https://status.example/checkout" }],
  method: "Scripted for tests",
  ...overrides,
});

/** An engine that follows a script: two subtasks, one source each, and a draft that repeats the feedback. */
export const scriptedEngine = (overrides: Partial<Engine> = {}): Engine => ({
  id: "extractive",
  plan: async (brief) => ({
    question: brief.question,
    doneWhen: [],
    reuse: false,
    subtasks: [1, 2].map((number) => ({
      number,
      title: `Look ${number}`,
      objective: brief.question,
      queries: [{ type: "web", query: `${brief.question} ${number}` }],
    })),
    estimate: { seconds: 1, usd: 0 },
  }),
  gather: async (_brief, { number }) => ({
    sources: [aSource({ url: `https://status.example/${number}`, title: `Page ${number}` })],
    findings: [{ source: 0, passage: 0, score: 1, why: "names the subject" }],
    notes: [],
  }),
  write: async (brief) => aDraft({ headline: headlineOf(brief) }),
  check: async (draft) => draft,
  ...overrides,
});

const headlineOf = ({ question, feedback }: Brief): string =>
  feedback.length > 0 ? `Revised: ${feedback.at(-1)}` : `About ${question}`;

export const aThinking = (overrides: Partial<Engine> = {}): Thinking => ({
  engine: scriptedEngine(overrides),
  readFor: async () => async () => ({ sources: [], notes: [] }),
  searchable: { web: true, library: false },
});
