import { parseClaudeSetting, type ClaudeSetting } from "../../src/research/claude/setting.ts";
import { openClaude } from "../../src/research/claude/open.ts";
import type { Engine } from "../../src/research/engine.ts";
import { extractiveEngine } from "../../src/research/extractive/engine.ts";
import { researchBrain } from "../support/model/brain.ts";
import { startModel } from "../support/model/server.ts";
import { type Judge, openJudge } from "./rubric.ts";

export const engineNames = ["extractive", "claude"] as const;
export type EngineName = (typeof engineNames)[number];

export type Contender = {
  readonly name: string;
  readonly engine: Engine;
  /** Whether its money is real. */
  readonly spends: boolean;
};

/** What answers the requests, and who judges the answers. */
export type Opened = AsyncDisposable & {
  readonly engines: readonly Contender[];
  readonly judge: Judge | undefined;
  /** What whoever reads the figures has to know before. */
  readonly warnings: readonly string[];
};

/** What the figures of a stand-in are worth. */
export const standInWarning =
  "There is no ANTHROPIC_API_KEY, so the lines “claude (stand-in)” were answered by a program that copies sentences out of " +
  "what it is shown. Their R1, R2, RL, words, cost and time say nothing about Claude; precision, recall and calls only " +
  "show that the machinery works. No draft was judged.";

/** With a key, Claude answers and judges; without one a stand-in answers in its place, and nobody judges. */
export async function openEngines(
  names: readonly EngineName[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Opened> {
  await using opening = new AsyncDisposableStack();
  const { setting, problems } = parseClaudeSetting(environment);
  if (problems.length > 0) throw new Error(problems.join(" "));
  const warnings: string[] = [];
  const engines: Contender[] = [];
  for (const name of names) {
    if (name === "extractive") {
      engines.push({ name, engine: extractiveEngine(), spends: false });
    } else if (setting) {
      engines.push({ name, engine: await claude(setting, warnings), spends: true });
    } else {
      const model = opening.use(await startModel({ brain: researchBrain() }));
      const engine = await claude(settingOf(model), warnings);
      engines.push({ name: "claude (stand-in)", engine, spends: false });
      warnings.push(standInWarning);
    }
  }
  const judge = setting && (await openJudge(setting));
  const opened = opening.move();
  return { engines, judge, warnings, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function claude(setting: ClaudeSetting, warnings: string[]): Promise<Engine> {
  const { engine, problems } = await openClaude(setting, {
    serverSearch: false,
    now: () => new Date(),
    chance: Math.random,
    log: () => {},
  });
  warnings.push(...problems);
  return engine;
}

/** The setting that leads to a stand-in. */
export function settingOf({ url, apiKey }: { url: string; apiKey: string }): ClaudeSetting {
  const { setting } = parseClaudeSetting({ ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: url });
  if (setting === undefined) throw new Error("the stand-in has no key");
  return setting;
}
