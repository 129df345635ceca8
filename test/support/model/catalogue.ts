/** What a model accepts and costs. Everything that differs between generations is here, as data. */
export type ModelFacts = {
  readonly id: string;
  readonly name: string;
  readonly line: "haiku" | "sonnet" | "opus" | "fable" | "mythos";
  readonly lifecycle: "active" | "deprecated" | "retired";
  readonly releasedAt: string;
  readonly retiresAt: string | null;
  readonly contextTokensMax: number;
  readonly outputTokensMax: number;
  /** A shorter prefix is not cached. */
  readonly cacheTokensMin: number;
  readonly thinking: {
    readonly types: readonly ThinkingType[];
    /** What holds when the request does not say. */
    readonly byDefault: ThinkingType;
    /** Whether thinking is shown when the request does not say. */
    readonly shown: boolean;
  };
  readonly forcedTools: boolean;
  readonly sampling: boolean;
  readonly prefill: boolean;
  /** Whether a message with the role `system` may stand within the conversation. */
  readonly systemTurns: boolean;
};

export type ThinkingType = "adaptive" | "enabled" | "between_tools" | "disabled";

/** Dollars per million tokens. */
export type Price = {
  readonly input: number;
  readonly output: number;
  /** Prompts of more than so many tokens cost this instead. */
  readonly long?: {
    readonly aboveTokens: number;
    readonly input: number;
    readonly output: number;
  };
};

export type Prices = Readonly<Record<string, Price>>;

/** The list prices of November 2026; those of Fable 5.2 are second-hand, and that of Haiku 4.5 is older. */
export const listPrices: Prices = {
  "claude-opus-5-5": { input: 4, output: 20 },
  "claude-sonnet-5-5": { input: 2, output: 10 },
  "claude-haiku-5-5": {
    input: 0.1,
    output: 0.5,
    long: { aboveTokens: 100_000, input: 0.5, output: 2.5 },
  },
  "claude-fable-5-2": { input: 8, output: 40 },
  "claude-haiku-4-5": { input: 1, output: 5 },
};

const newest = {
  lifecycle: "active",
  retiresAt: null,
  contextTokensMax: 1_000_000,
  outputTokensMax: 128_000,
  cacheTokensMin: 512,
  forcedTools: false,
  sampling: false,
  prefill: false,
  systemTurns: true,
} as const;

/** Dates of release are not known to the day; nothing here depends on them. */
export const catalogue: readonly ModelFacts[] = [
  {
    ...newest,
    id: "claude-opus-5-5",
    name: "Claude Opus 5.5",
    line: "opus",
    releasedAt: "2026-09-01T00:00:00Z",
    thinking: { types: ["adaptive"], byDefault: "adaptive", shown: false },
  },
  {
    ...newest,
    id: "claude-sonnet-5-5",
    name: "Claude Sonnet 5.5",
    line: "sonnet",
    releasedAt: "2026-10-01T00:00:00Z",
    thinking: { types: ["adaptive", "between_tools"], byDefault: "adaptive", shown: false },
  },
  {
    ...newest,
    id: "claude-haiku-5-5",
    name: "Claude Haiku 5.5",
    line: "haiku",
    releasedAt: "2026-10-15T00:00:00Z",
    forcedTools: true,
    thinking: {
      types: ["adaptive", "between_tools", "disabled"],
      byDefault: "adaptive",
      shown: false,
    },
  },
  {
    ...newest,
    id: "claude-fable-5-2",
    name: "Claude Fable 5.2",
    line: "fable",
    releasedAt: "2026-11-01T00:00:00Z",
    thinking: { types: ["adaptive"], byDefault: "adaptive", shown: false },
  },
  {
    ...newest,
    id: "claude-haiku-4-5",
    name: "Claude Haiku 4.5",
    line: "haiku",
    releasedAt: "2025-10-01T00:00:00Z",
    contextTokensMax: 200_000,
    outputTokensMax: 64_000,
    cacheTokensMin: 4_096,
    forcedTools: true,
    sampling: true,
    prefill: true,
    systemTurns: false,
    thinking: { types: ["enabled", "disabled"], byDefault: "disabled", shown: true },
  },
];
