import type { Source, SourceQuery } from "../../../src/domain/source.ts";
import type { Brief, Material, Read } from "../../../src/research/engine.ts";
import { openClaude } from "../../../src/research/claude/open.ts";
import type { ClaudeSetting } from "../../../src/research/claude/setting.ts";
import { mergeGathered } from "../../../src/research/material.ts";
import type { Gathered } from "../../../src/research/engine.ts";

export const aBrief = (overrides: Partial<Brief> = {}): Brief => ({
  kind: "research",
  question: "Why is checkout slow since Monday?",
  given: [],
  feedback: [],
  previous: null,
  searchable: { web: true, library: false },
  shownIn: { channel: "C1", direct: false },
  ...overrides,
});

export const aPage = (n: number, overrides: Partial<Source> = {}): Source => ({
  type: "page",
  title: `Status page ${n}`,
  url: `https://status.example/${n}`,
  readAt: new Date("2026-03-02T12:00:00Z"),
  visibility: { type: "public" },
  passages: [
    `The p95 of checkout rose to ${n} s on Monday, after the tax service was moved.`,
    `Checkout is slow because each order asks the tax service ${n + 3} times.`,
    "Refunds are not affected.",
  ].map((text) => ({ text, speaker: null, locator: null, url: null })),
  ...overrides,
});

/** Answers every search with two pages, and every page with itself. */
export const aRead =
  (seen: SourceQuery[] = []): Read =>
  async (query) => {
    seen.push(query);
    if (query.type === "web") return { sources: [aPage(1), aPage(2)], notes: [] };
    if (query.type === "page") {
      const n = Number(query.url.split("/").at(-1));
      return Number.isInteger(n)
        ? { sources: [aPage(n)], notes: [] }
        : { sources: [], notes: ["That page could not be read: there is no site of that name."] };
    }
    return { sources: [], notes: [] };
  };

export const aSetting = (
  model: { url: string; apiKey: string },
  overrides: Partial<ClaudeSetting> = {},
): ClaudeSetting => ({
  access: { apiKey: model.apiKey, authToken: undefined, baseUrl: model.url, oldHeaders: false },
  models: { main: "claude-sonnet-5-5", small: "claude-haiku-5-5", other: null },
  capabilities: {},
  prices: {},
  ...overrides,
});

const atTen = () => new Date("2026-11-24T10:00:00Z");

export const openEngine = async (
  model: { url: string; apiKey: string },
  overrides: Partial<ClaudeSetting> & {
    idleMs?: number;
    serverSearch?: boolean;
    lines?: string[];
    now?: () => Date;
  } = {},
) => {
  const { idleMs, serverSearch = false, lines = [], now = atTen, ...setting } = overrides;
  return await openClaude(aSetting(model, setting), {
    serverSearch,
    now,
    chance: () => 0.5,
    log: (event, fields) => void lines.push(`${event} ${JSON.stringify(fields)}`),
    ...(idleMs !== undefined && { idleMs }),
  });
};

export const materialOf = (...gathered: readonly Gathered[]): Material =>
  mergeGathered(gathered.map((part, n) => ({ subtask: n + 1, gathered: part })));
