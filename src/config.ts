import { delimiter, resolve } from "node:path";
import { z } from "zod";
import { defaultLimits, readLimits } from "./domain/budget.ts";
import { points } from "./points.ts";
import { type ClaudeSetting, parseClaudeSetting } from "./research/claude/setting.ts";
import { parseSearchSetting, type SearchSetting } from "./research/sources/search/setting.ts";

/** An empty variable is one that is not set. */
const text = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional();

const whole = (fallback: number, min: number, max: number, what: string) =>
  text.transform((value, context) => {
    if (value === undefined) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    context.addIssue(`must be ${what}, a whole number from ${min} to ${max}`);
    return z.NEVER;
  });

const shaped = (pattern: RegExp, what: string) =>
  text.refine((value) => value === undefined || pattern.test(value), `must be ${what}`);

const url = (protocols: readonly string[]) =>
  text.refine(
    (value) => value === undefined || protocols.includes(URL.parse(value)?.protocol ?? ""),
    `must be a URL beginning with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  );

const list = (separator: string) =>
  text.transform((value) =>
    (value ?? "")
      .split(separator)
      .map((item) => item.trim())
      .filter(Boolean),
  );

const budget = text.transform((value, context) => {
  const limits = value === undefined ? defaultLimits : readLimits(value);
  if (!("problem" in limits)) return limits;
  context.addIssue(limits.problem);
  return z.NEVER;
});

const Environment = z.object({
  DATABASE_URL: url(["postgres:", "postgresql:"]),
  LEGWORK_DATA: text.transform((value) => resolve(value ?? ".legwork")),
  PORT: whole(3000, 0, 65_535, "a port"),
  HOST: text.transform((value) => value ?? "127.0.0.1"),
  SLACK_SIGNING_SECRET: text,
  SLACK_BOT_TOKEN: shaped(/^xoxb-/, "a bot token, beginning with xoxb-"),
  SLACK_APP_TOKEN: shaped(/^xapp-/, "an app-level token, beginning with xapp-"),
  SLACK_CLIENT_ID: text,
  SLACK_CLIENT_SECRET: text,
  LEGWORK_ENCRYPTION_KEY: text,
  SLACK_API_URL: url(["https:", "http:"]).transform((value) => value ?? "https://slack.com/api/"),
  ANTHROPIC_API_KEY: text,
  ANTHROPIC_AUTH_TOKEN: text,
  ANTHROPIC_BASE_URL: url(["https:", "http:"]),
  LEGWORK_ENGINE: text
    .transform((value) => value ?? "auto")
    .pipe(z.enum(["auto", "claude", "extractive"])),
  LEGWORK_LIBRARY: list(delimiter),
  LEGWORK_FETCH_ALLOW: list(",").refine(
    (pairs) => pairs.every((pair) => /^(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i.test(pair)),
    "must be host:port pairs, separated by commas",
  ),
  LEGWORK_CONCURRENCY: whole(8, 1, 200, "a number of runs"),
  LEGWORK_RUNS_PER_PERSON: whole(4, 1, 1_000, "a number of runs"),
  LEGWORK_RUNS_PER_WORKSPACE: whole(64, 1, 10_000, "a number of runs"),
  LEGWORK_BUDGET: budget,
  LEGWORK_ANSWER_MINUTES: whole(30, 0, 10_080, "a number of minutes"),
  LEGWORK_FAULT: text.pipe(z.enum(points, `must be one of ${points.join(", ")}`).optional()),
  NODE_ENV: text,
});
type Environment = z.infer<typeof Environment>;

/** What only shows when variables are seen side by side; asked also where single ones are wrong. */
function* together(raw: Variables): Generator<string> {
  const set = (name: string): string | undefined => raw[name]?.trim() || undefined;
  const slack = set("SLACK_BOT_TOKEN") ?? set("SLACK_SIGNING_SECRET") ?? set("SLACK_APP_TOKEN");
  if (slack !== undefined && !set("SLACK_BOT_TOKEN")) {
    yield "SLACK_BOT_TOKEN is missing, but other Slack variables are set";
  }
  if (slack !== undefined && !set("SLACK_SIGNING_SECRET") && !set("SLACK_APP_TOKEN")) {
    yield "SLACK_SIGNING_SECRET is missing; set it for HTTP, or SLACK_APP_TOKEN for Socket Mode";
  }
  if (set("SLACK_CLIENT_ID") ?? set("SLACK_CLIENT_SECRET")) {
    yield "SLACK_CLIENT_ID asks for several workspaces, which this version cannot serve yet; set SLACK_BOT_TOKEN for one";
  }
  const key = set("ANTHROPIC_API_KEY") ?? set("ANTHROPIC_AUTH_TOKEN");
  const engine = set("LEGWORK_ENGINE") ?? "auto";
  if (engine === "claude" && key === undefined) {
    yield "LEGWORK_ENGINE=claude needs ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN; for a server that asks for none, any value will do";
  }
  if (
    set("LEGWORK_SEARCH")?.toLowerCase() === "anthropic" &&
    (engine === "extractive" || key === undefined)
  ) {
    yield "LEGWORK_SEARCH=anthropic needs the Claude engine: set ANTHROPIC_API_KEY, or choose another search";
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The web search judges its own variables. */
const searchOf = (raw: Variables) =>
  parseSearchSetting(raw["LEGWORK_SEARCH"]?.trim() || "wikipedia", {
    brave: raw["BRAVE_API_KEY"],
    tavily: raw["TAVILY_API_KEY"],
    exa: raw["EXA_API_KEY"],
    serper: raw["SERPER_API_KEY"],
  });

export type Config = ReturnType<typeof shape>;

/** Reads the environment. Answers with every problem at once, in words, without any value that could be a secret. */
export function readConfig(
  environment: Variables = process.env,
): Config | { problems: readonly string[] } {
  const parsed = Environment.safeParse(environment);
  const alone = (parsed.error?.issues ?? []).map(({ path, message, code }) =>
    code === "invalid_value"
      ? `${path.join(".")} ${path[0] === "LEGWORK_ENGINE" ? "must be one of auto, claude, extractive" : message}`
      : `${path.join(".")} ${message}`,
  );
  const search = searchOf(environment);
  const model = parseClaudeSetting(environment);
  const problems = [...alone, ...together(environment), ...model.problems];
  if ("problem" in search) problems.push(search.problem);
  else if (parsed.success && problems.length === 0) {
    return shape(parsed.data, search, model.setting);
  }
  return { problems };
}

const shape = (env: Environment, search: SearchSetting, model: ClaudeSetting | undefined) => ({
  databaseUrl: env.DATABASE_URL,
  dataFolder: env.LEGWORK_DATA,
  port: env.PORT,
  host: env.HOST,
  slack:
    env.SLACK_BOT_TOKEN === undefined
      ? undefined
      : {
          botToken: env.SLACK_BOT_TOKEN,
          signingSecret: env.SLACK_SIGNING_SECRET,
          appToken: env.SLACK_APP_TOKEN,
          apiUrl: env.SLACK_API_URL.replace(/\/?$/, "/"),
        },
  /** Undefined: nobody thinks with a model here. */
  model: env.LEGWORK_ENGINE === "extractive" ? undefined : model,
  search,
  library: env.LEGWORK_LIBRARY.map((folder) => resolve(folder)),
  fetchAllow: env.LEGWORK_FETCH_ALLOW,
  answerMinutes: env.LEGWORK_ANSWER_MINUTES,
  budget: env.LEGWORK_BUDGET,
  load: {
    concurrency: env.LEGWORK_CONCURRENCY,
    perPerson: env.LEGWORK_RUNS_PER_PERSON,
    perWorkspace: env.LEGWORK_RUNS_PER_WORKSPACE,
  },
  /** Where to die on purpose, for those who test what then happens. Never in production. */
  fault: env.NODE_ENV === "production" ? undefined : env.LEGWORK_FAULT,
});
