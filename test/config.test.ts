import { spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { defaultLimits } from "../src/domain/budget.ts";

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  const read = readConfig(environment);
  return "problems" in read ? read.problems : [];
};

const defaults = {
  databaseUrl: undefined,
  dataFolder: resolve(".legwork"),
  port: 3000,
  host: "127.0.0.1",
  slack: undefined,
  model: undefined,
  search: { id: "wikipedia", baseUrl: "https://en.wikipedia.org" },
  library: [],
  fetchAllow: [],
  answerMinutes: 30,
  budget: defaultLimits,
  load: { concurrency: 8, perPerson: 4, perWorkspace: 64 },
  fault: undefined,
};

test("with nothing set, everything has a value that works on a laptop", () => {
  expect(readConfig({})).toEqual(defaults);
});

test("a place to die is heeded by those who test, and by nobody in production", () => {
  expect(readConfig({ LEGWORK_FAULT: "job-taken" })).toMatchObject({ fault: "job-taken" });
  expect(readConfig({ LEGWORK_FAULT: "job-taken", NODE_ENV: "production" })).toMatchObject({
    fault: undefined,
  });
});

test("an empty or blank variable is one that is not set", () => {
  const blank = {
    DATABASE_URL: "",
    LEGWORK_DATA: " ",
    PORT: "",
    HOST: "\t",
    SLACK_BOT_TOKEN: "",
    SLACK_SIGNING_SECRET: " ",
    SLACK_CLIENT_ID: "",
    LEGWORK_ENGINE: "",
    LEGWORK_SEARCH: " ",
    LEGWORK_LIBRARY: "",
    LEGWORK_FETCH_ALLOW: " ",
    LEGWORK_CONCURRENCY: "",
  };
  expect(readConfig(blank)).toEqual(defaults);
});

test("what is set is read, with the spaces around it taken off", () => {
  const config = readConfig({
    DATABASE_URL: " postgres://legwork@db/legwork ",
    LEGWORK_DATA: "/var/lib/legwork",
    PORT: "8080",
    HOST: "::1",
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_SIGNING_SECRET: "secret",
    SLACK_API_URL: "http://127.0.0.1:9/api",
    ANTHROPIC_API_KEY: "key",
    LEGWORK_SEARCH: "brave",
    BRAVE_API_KEY: "brave-key",
    LEGWORK_LIBRARY: `/docs${delimiter} /more `,
    LEGWORK_FETCH_ALLOW: "wiki.local:80, [::1]:8080",
    LEGWORK_CONCURRENCY: "20",
    LEGWORK_RUNS_PER_PERSON: "2",
    LEGWORK_RUNS_PER_WORKSPACE: "12",
    LEGWORK_ANSWER_MINUTES: "0",
    LEGWORK_BUDGET: "task:0.50, channel: none,workspace:$80",
  });
  expect(config).toEqual({
    databaseUrl: "postgres://legwork@db/legwork",
    dataFolder: "/var/lib/legwork",
    port: 8080,
    host: "::1",
    slack: {
      botToken: "xoxb-1",
      signingSecret: "secret",
      appToken: undefined,
      apiUrl: "http://127.0.0.1:9/api/",
    },
    model: {
      access: { apiKey: "key", authToken: undefined, baseUrl: undefined, oldHeaders: false },
      models: { main: "claude-sonnet-5-5", small: "claude-haiku-5-5", other: null },
      capabilities: {},
      prices: {},
    },
    search: { id: "brave", baseUrl: "https://api.search.brave.com", key: "brave-key" },
    library: ["/docs", "/more"],
    fetchAllow: ["wiki.local:80", "[::1]:8080"],
    answerMinutes: 0,
    budget: { task: 0.5, person: 20, channel: null, workspace: 80 },
    load: { concurrency: 20, perPerson: 2, perWorkspace: 12 },
    fault: undefined,
  });
});

test.each([
  ["PORT", "80a"],
  ["PORT", "-1"],
  ["PORT", "65536"],
  ["PORT", "1.5"],
  ["LEGWORK_CONCURRENCY", "0"],
  ["LEGWORK_CONCURRENCY", "201"],
  ["LEGWORK_RUNS_PER_PERSON", "0"],
  ["LEGWORK_RUNS_PER_WORKSPACE", "many"],
  ["LEGWORK_ANSWER_MINUTES", "soon"],
  ["LEGWORK_ANSWER_MINUTES", "10081"],
  ["LEGWORK_BUDGET", "0.10"],
  ["LEGWORK_BUDGET", "task:0"],
  ["LEGWORK_BUDGET", "task:1,task:2"],
  ["LEGWORK_BUDGET", "task:1,team:2"],
  ["LEGWORK_FAULT", "nowhere"],
  ["DATABASE_URL", "mysql://db"],
  ["DATABASE_URL", "legwork"],
  ["SLACK_API_URL", "slack.com/api"],
  ["ANTHROPIC_BASE_URL", "ftp://model"],
  ["LEGWORK_ENGINE", "gpt"],
  ["LEGWORK_ENGINE", "claude"],
  ["LEGWORK_MODEL_CAPABILITIES", "telepathy"],
  ["LEGWORK_MODEL_PRICES", "model=cheap"],
  ["LEGWORK_MODEL_AUTH", "cookie"],
  ["LEGWORK_SEARCH", "anthropic"],
  ["LEGWORK_SEARCH", "altavista"],
  ["LEGWORK_SEARCH", "searxng:nowhere"],
  ["LEGWORK_FETCH_ALLOW", "wiki.local"],
  ["SLACK_CLIENT_ID", "1.2"],
])("%s=%s is refused by name, and by nothing else", (name, value) => {
  const problems = problemsOf({ [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name}\\b`));
});

test.each([
  [{ SLACK_BOT_TOKEN: "xoxb-1" }, "SLACK_SIGNING_SECRET is missing"],
  [{ SLACK_SIGNING_SECRET: "s" }, "SLACK_BOT_TOKEN is missing"],
  [{ SLACK_APP_TOKEN: "xapp-1" }, "SLACK_BOT_TOKEN is missing"],
  [{ LEGWORK_SEARCH: "tavily" }, "TAVILY_API_KEY"],
])("%j lacks something: %s", (environment, words) => {
  expect(problemsOf(environment)).toEqual([expect.stringContaining(words)]);
});

test("a model is chosen by its variables, and no model is asked where none is wanted", () => {
  const key = { ANTHROPIC_AUTH_TOKEN: "token" };
  const config = readConfig({
    ...key,
    ANTHROPIC_BASE_URL: "http://127.0.0.1:11434/v1/",
    LEGWORK_ENGINE: "claude",
    LEGWORK_MODEL: "local-large",
    LEGWORK_SMALL_MODEL: "local-small",
    LEGWORK_OTHER_MODEL: "local-other",
    LEGWORK_MODEL_AUTH: "x-api-key",
    LEGWORK_MODEL_CAPABILITIES: "all, -citations",
    LEGWORK_MODEL_PRICES: "local-large=0/0, local-small=0.5/2",
    LEGWORK_SEARCH: "anthropic",
  });
  expect(config).toMatchObject({
    model: {
      access: {
        apiKey: undefined,
        authToken: "token",
        baseUrl: "http://127.0.0.1:11434",
        oldHeaders: true,
      },
      models: { main: "local-large", small: "local-small", other: "local-other" },
      capabilities: { citations: false, structuredOutputs: true },
      prices: { "local-large": { input: 0, output: 0 }, "local-small": { input: 0.5, output: 2 } },
    },
    search: { id: "anthropic" },
  });
  expect(readConfig({ ...key, LEGWORK_ENGINE: "extractive" })).toMatchObject({ model: undefined });
});

/** Everything wrong at once; what could be a secret has `s3cret` in it. */
const wrong = {
  DATABASE_URL: "mysql://legwork:s3cret@db",
  PORT: "s3cret",
  SLACK_BOT_TOKEN: "bot-s3cret",
  SLACK_APP_TOKEN: "app-s3cret",
  SLACK_CLIENT_SECRET: "client-s3cret",
  SLACK_API_URL: "s3cret",
  ANTHROPIC_BASE_URL: "s3cret",
  LEGWORK_ENGINE: "s3cret",
  LEGWORK_SEARCH: "searxng:s3cret",
  LEGWORK_FETCH_ALLOW: "s3cret",
  LEGWORK_CONCURRENCY: "s3cret",
};

test("every problem is told at once, whatever kind it is of", () => {
  const named = problemsOf(wrong).map((problem) => /^\w+/.exec(problem)?.[0]);
  const { SLACK_CLIENT_SECRET: _, ...single } = wrong;
  expect(new Set(named)).toEqual(new Set([...Object.keys(single), "SLACK_CLIENT_ID"]));
  expect(named).toHaveLength(Object.keys(wrong).length);
});

test("a start with wrong variables says so in words, shows no secret, and exits 2", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const { PATH } = process.env;
  const ended = spawnSync(process.execPath, [main, "all"], {
    encoding: "utf8",
    env: { ...wrong, ...(PATH !== undefined && { PATH }) },
  });
  expect(ended.status).toBe(2);
  expect(ended.stdout).toBe("");
  expect(ended.stderr).not.toContain("s3cret");
  expect(ended.stderr).not.toMatch(/\n\s+at |Error/);
  for (const problem of problemsOf(wrong)) expect(ended.stderr).toContain(problem);
});

test.each([
  [["sideways"], "Say one of all, app, worker, migrate."],
  [["worker"], "Set SLACK_BOT_TOKEN"],
])("started with %j it says what is missing, and exits 2", (args, words) => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const { PATH } = process.env;
  const env = PATH === undefined ? {} : { PATH };
  const ended = spawnSync(process.execPath, [main, ...args], { encoding: "utf8", env });
  expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status: 2, stdout: "" });
  expect(ended.stderr).toContain(words);
});
