import type { Plan, Subtask } from "../../../domain/plan.ts";
import type { Means } from "../means.ts";

/** What one part usually takes, by experience: turns of its conversation, and tokens in and out of each. */
const usual = {
  turns: { low: 3, medium: 4, high: 6 },
  readTokens: 9_000,
  writtenTokens: 700,
  secondsATurn: 12,
} as const;

/** Writing and checking, with the hand-overs between the phases. */
const ending = { readTokens: 20_000, writtenTokens: 3_000, seconds: 45, claims: 12 } as const;

/** Planning, claims and parts run over a cache: what is read again costs about this share. */
const cachedShare = 0.5;

/** What a plan is expected to take, in seconds and US dollars. Parts run side by side. */
export function estimateOf(
  { subtasks }: Pick<Plan, "subtasks">,
  { models, price }: Pick<Means, "models" | "price">,
): Plan["estimate"] {
  const main = price(models.main, ending.readTokens);
  const small = price(models.small, 1_000);
  const turns = subtasks.map(turnsOf);
  const all = turns.reduce((sum, n) => sum + n, 0);
  const tokens =
    all * usual.readTokens * cachedShare * main.input +
    all * usual.writtenTokens * main.output +
    ending.readTokens * main.input +
    ending.writtenTokens * main.output +
    ending.claims * (800 * small.input + 150 * small.output);
  const usd = Math.ceil((tokens / 1_000_000) * 100) / 100;
  const longest = Math.max(0, ...turns) * usual.secondsATurn;
  return { seconds: Math.ceil(ending.seconds + longest), usd };
}

const turnsOf = ({ manner }: Subtask): number =>
  manner === undefined || manner.by === "read" ? 0 : usual.turns[manner.effort];
