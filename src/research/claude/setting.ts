import { type Capabilities, capabilityNames, parseCapabilities } from "./capabilities.ts";

/** Anthropic's own endpoint. */
export const ownBaseUrl = "https://api.anthropic.com";

/** Where the model is, and what we show to be let in. */
export type Access = {
  readonly apiKey: string | undefined;
  readonly authToken: string | undefined;
  /** Without `/v1`; undefined: Anthropic's own. */
  readonly baseUrl: string | undefined;
  /** For a proxy that knows only the header of before: the key goes out as `x-api-key`, with the version of then. */
  readonly oldHeaders: boolean;
};

export type Models = {
  /** Researches and writes. */
  readonly main: string;
  /** For small work: sorting requests, checking claims. */
  readonly small: string;
  /** Asked once where the main one refuses; null: nobody is. */
  readonly other: string | null;
};

/** US dollars for a million tokens. */
export type Price = { readonly input: number; readonly output: number };

/** What the operator decides about the model. */
export type ClaudeSetting = {
  readonly access: Access;
  readonly models: Models;
  /** What the endpoint can do, where the operator knows better than it says. */
  readonly capabilities: Partial<Capabilities>;
  /** By model, where the table of list prices does not hold. */
  readonly prices: Readonly<Record<string, Price>>;
};

export const defaultModels = { main: "claude-sonnet-5-5", small: "claude-haiku-5-5" } as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the model's variables. Undefined where no key is set; problems are sentences without any value that could be a secret. */
export function parseClaudeSetting(variables: Variables): {
  readonly setting: ClaudeSetting | undefined;
  readonly problems: readonly string[];
} {
  const set = (name: string) => variables[name]?.trim() || undefined;
  const problems: string[] = [];
  const told = set("LEGWORK_MODEL_CAPABILITIES");
  const capabilities = told === undefined ? {} : parseCapabilities(told);
  if (capabilities === undefined) {
    problems.push(
      `LEGWORK_MODEL_CAPABILITIES must be all, none, or names out of ${capabilityNames.join(", ")}, separated by commas, with - before those that are missing`,
    );
  }
  const prices = pricesIn(set("LEGWORK_MODEL_PRICES") ?? "");
  if (prices === undefined) {
    problems.push(
      "LEGWORK_MODEL_PRICES must be model=input/output in US dollars for a million tokens, separated by commas",
    );
  }
  const header = set("LEGWORK_MODEL_AUTH") ?? "bearer";
  if (header !== "bearer" && header !== "x-api-key") {
    problems.push("LEGWORK_MODEL_AUTH must be bearer or x-api-key");
  }
  const apiKey = set("ANTHROPIC_API_KEY");
  const authToken = set("ANTHROPIC_AUTH_TOKEN");
  if (
    [apiKey, authToken].some((secret) => secret !== undefined && !/^[\x21-\x7e]+$/.test(secret))
  ) {
    problems.push("ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN contains characters that no key has");
  }
  if (apiKey === undefined && authToken === undefined) return { setting: undefined, problems };
  const access = {
    apiKey,
    authToken,
    baseUrl: set("ANTHROPIC_BASE_URL")?.replace(/\/(?:v1\/?)?$/, ""),
    oldHeaders: header === "x-api-key",
  };
  const models = {
    main: set("LEGWORK_MODEL") ?? defaultModels.main,
    small: set("LEGWORK_SMALL_MODEL") ?? defaultModels.small,
    other: set("LEGWORK_OTHER_MODEL") ?? null,
  };
  return {
    setting: { access, models, capabilities: capabilities ?? {}, prices: prices ?? {} },
    problems,
  };
}

/** `my-model=0.5/2, other=0/0`. */
function pricesIn(text: string): Record<string, Price> | undefined {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const prices = parts.map((part) => {
    const [, model = "", input, output] =
      /^([^=]+)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(part) ?? [];
    return [model.trim(), { input: Number(input), output: Number(output) }] as const;
  });
  return prices.some(([model]) => model === "") ? undefined : Object.fromEntries(prices);
}
