import { z } from "zod";
import type { Thinking } from "../../../../src/app.ts";
import type { Draft } from "../../../../src/domain/draft.ts";
import type { Plan } from "../../../../src/domain/plan.ts";
import type { Source } from "../../../../src/domain/source.ts";
import type { Engine } from "../../../../src/research/engine.ts";
import type { Ask } from "../model.ts";
import type { Begin } from "./orders.ts";

const Said = z.object({ text: z.string() });
const modelTimeoutMs = 120_000;

/** Every step is a paid call: two or three parts of one or two steps each, a draft, and its check. */
export function openThinking({ modelUrl, name }: Begin): Thinking {
  const ask = async (question: string, step: string, signal: AbortSignal): Promise<string> => {
    const asked: Ask = { question, step, by: name };
    const response = await fetch(modelUrl, {
      method: "POST",
      body: JSON.stringify(asked),
      signal: AbortSignal.any([signal, AbortSignal.timeout(modelTimeoutMs)]),
    });
    return Said.parse(await response.json()).text;
  };
  const engine: Engine = {
    id: "extractive",
    async plan({ question }, { signal }) {
      await ask(question, "plan", signal);
      return planOf(question);
    },
    async gather({ question }, { number }, { remember, signal }) {
      const texts: string[] = [];
      for (let n = 1; n <= stepsOf(question, number); n++) {
        const step = `read:${number}:${n}`;
        texts.push(await remember(step, z.string(), () => ask(question, step, signal)));
      }
      const findings = texts.map((_, source) => ({ source, passage: 0, score: 1, why: "asked" }));
      return { sources: texts.map(sourceOf), findings, notes: [] };
    },
    async write({ question }, _plan, _material, { signal }) {
      return draftOf(question, await ask(question, "write", signal));
    },
    async check(draft, _material, { signal }) {
      await ask(draft.headline, "check", signal);
      return draft;
    },
  };
  return {
    engine,
    readFor: async () => async () => ({ sources: [], notes: [] }),
    searchable: { web: true, library: false },
  };
}

/** How many parts and steps a question has hangs on its last digit alone. */
const digitOf = (question: string): number => Number(/\d(?=\D*$)/.exec(question)?.[0] ?? 0);
const partsOf = (question: string): number => 2 + (digitOf(question) % 2);
const stepsOf = (question: string, part: number): number => 1 + ((digitOf(question) + part) % 2);

const planOf = (question: string): Plan => ({
  question,
  doneWhen: [],
  reuse: false,
  subtasks: Array.from({ length: partsOf(question) }, (_, n) => ({
    number: n + 1,
    title: `Part ${n + 1}`,
    objective: question,
    queries: [],
  })),
  estimate: { seconds: 1, usd: 0 },
});

const sourceOf = (text: string, n: number): Source => ({
  type: "page",
  title: `Page ${n + 1}`,
  url: `https://trial.example/${n + 1}`,
  readAt: new Date(),
  visibility: { type: "public" },
  passages: [{ text, speaker: null, locator: null, url: null }],
});

const draftOf = (question: string, text: string): Draft => ({
  headline: question,
  sections: [
    {
      heading: "Key points",
      statements: [{ text, speaker: null, citations: [], check: { result: "unchecked" } }],
    },
  ],
  missing: [],
  next: [],
  answers: [],
  sources: [],
  method: "Scripted",
});
