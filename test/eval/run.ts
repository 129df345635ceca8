import type { Draft } from "../../src/domain/draft.ts";
import type { Brief, Engine } from "../../src/research/engine.ts";
import { aMemory, contextOver } from "../research/claude/memory.ts";
import { runWhole } from "../research/claude/run.ts";
import { givenIn, readIn, type Request } from "./request.ts";
import type { Judge, Marks } from "./rubric.ts";
import { type Score, scoreOf } from "./score.ts";

/** What came of one request. */
export type Result = {
  readonly set: string;
  readonly id: string;
  /** Why there is no draft; null where there is one. */
  readonly failed: string | null;
  /** Undefined also for a draft that says nothing. */
  readonly score: Score | undefined;
  readonly marks: Marks | undefined;
  readonly calls: number;
  /** US dollars: of the research, and of judging it. */
  readonly usd: number;
  readonly judgedUsd: number;
  readonly seconds: number;
};

export type Limits = {
  /** US dollars that one request may cost. */
  readonly usd: number;
  readonly seconds: number;
};

/** Carries out one request from its plan to its checked draft, as jobs would, and scores it. */
export async function carryOut(
  request: Request,
  engine: Engine,
  limits: Limits,
  judge: Judge | undefined,
): Promise<Result> {
  const memory = aMemory();
  const signal = AbortSignal.timeout(limits.seconds * 1_000);
  const context = contextOver(memory, { read: readIn(request), budgetUsd: limits.usd, signal });
  const begun = performance.now();
  const result = (of: Partial<Result>): Result => ({
    set: request.set,
    id: request.id,
    failed: null,
    score: undefined,
    marks: undefined,
    calls: memory.paid.size,
    usd: memory.spentUsd + memory.reservedUsd,
    judgedUsd: 0,
    seconds: (performance.now() - begun) / 1_000,
    ...of,
  });
  try {
    const { draft, material } = await runWhole(engine, briefOf(request), context);
    const done = result({ score: scoreOf(draft, material, request.references) });
    return { ...done, ...(judge && (await judged(judge, request, draft, limits))) };
  } catch (error) {
    // One request that fails is a figure, and no reason to lose those of the others.
    return result({ failed: error instanceof Error ? `${error.name}: ${error.message}` : "?" });
  }
}

const briefOf = (request: Request): Brief => ({
  kind: request.kind,
  question: request.question,
  given: givenIn(request),
  feedback: [],
  previous: null,
  searchable: { web: request.found.length > 0, library: false },
});

/** On an account of its own: it is no part of what the research cost. */
async function judged(
  judge: Judge,
  request: Request,
  draft: Draft,
  { usd, seconds }: Limits,
): Promise<Pick<Result, "marks" | "judgedUsd">> {
  const memory = aMemory();
  const signal = AbortSignal.timeout(seconds * 1_000);
  const context = contextOver(memory, { budgetUsd: usd, signal });
  const marks = await judge(request, draft, context).catch(() => undefined);
  return { marks, judgedUsd: memory.spentUsd + memory.reservedUsd };
}
