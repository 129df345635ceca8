import type { Trial } from "../trial.ts";

/** What `tried` answers with when a trial reached its target. */
export const reached = { met: true, instead: [] };

/** Runs the short form of a trial. Where it does not reach its target: what was measured, and the last that it said. */
export async function tried(trial: Trial): Promise<{ met: boolean; instead: readonly string[] }> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const { met, measured } = await trial.run({ size: "short", seed: 42, guarded: true, say });
  return { met, instead: met ? [] : [measured, ...said.slice(-linesShown)] };
}

const linesShown = 15;
