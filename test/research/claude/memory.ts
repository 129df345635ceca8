import { BudgetError, ReplayDivergedError } from "../../../src/errors.ts";
import type {
  EngineContext,
  PaidAnswer,
  PaidCall,
  Read,
  Remember,
} from "../../../src/research/engine.ts";

/** A run's memory, as the database would keep it: in text, so that nothing lives on but what was stored. */
export type Memory = {
  readonly steps: Map<string, string>;
  readonly paid: Map<string, { hash: string; answer: PaidAnswer; usd: number }>;
  /** Calls that were begun and never ended. */
  readonly begun: string[];
  /** Notes that wait, and which step has heard which. */
  readonly notes: string[];
  readonly heard: Map<string, readonly string[]>;
  spentUsd: number;
  /** What is kept aside for calls that are under way, or were when the worker was lost. */
  reservedUsd: number;
};

export const aMemory = (): Memory => ({
  steps: new Map(),
  paid: new Map(),
  begun: [],
  notes: [],
  heard: new Map(),
  spentUsd: 0,
  reservedUsd: 0,
});

/** The worker is gone: whatever it still wants to store is not stored. */
export class Killed extends Error {
  override readonly name = "Killed";
}

export type ContextOptions = {
  readonly read?: Read;
  readonly budgetUsd?: number;
  /** Kills the worker when it is about to store the step that fits, or right after it was stored. */
  readonly killBefore?: (name: string) => boolean;
  readonly killAfter?: (name: string) => boolean;
  readonly signal?: AbortSignal;
  readonly warm?: () => void;
  /** Looks at every paid call. */
  readonly onPay?: (call: PaidCall) => void;
};

/** An honest context over a memory; one on the same memory goes on where another was killed. */
export function contextOver(memory: Memory, options: ContextOptions = {}): EngineContext {
  const { budgetUsd = 10, killBefore = () => false, killAfter = () => false } = options;
  let dead = false;
  const alive = () => {
    if (dead) throw new Killed("the worker is gone");
  };
  const store = (name: string, put: () => void) => {
    alive();
    if (killBefore(name)) dead = true;
    alive();
    put();
    if (killAfter(name)) dead = true;
    alive();
  };

  const remember: Remember = async (name, output, work) => {
    alive();
    const known = memory.steps.get(name);
    if (known !== undefined) return output.parse(JSON.parse(known));
    const result = output.parse(await work());
    store(name, () => memory.steps.set(name, JSON.stringify(result)));
    return result;
  };

  return {
    read: options.read ?? (async () => ({ sources: [], notes: [] })),
    remember,
    async pay(call) {
      alive();
      const known = memory.paid.get(call.name);
      if (known) {
        if (known.hash !== call.hash) throw new ReplayDivergedError(call.name);
        return known.answer;
      }
      options.onPay?.(call);
      const gone = memory.spentUsd + memory.reservedUsd;
      const leftUsd = budgetUsd - gone;
      if (call.worstUsd > leftUsd) {
        throw new BudgetError("task", { limitUsd: budgetUsd, leftUsd, neededUsd: call.worstUsd });
      }
      memory.begun.push(call.name);
      memory.reservedUsd += call.worstUsd;
      try {
        const { output, usd } = await call.work();
        store(call.name, () => {
          memory.reservedUsd -= call.worstUsd;
          memory.spentUsd += usd;
          const answer = { output, budgetGone: (memory.spentUsd + memory.reservedUsd) / budgetUsd };
          memory.paid.set(call.name, { hash: call.hash, answer, usd });
        });
      } catch (error) {
        memory.reservedUsd -= call.worstUsd;
        if (!call.isUnpaid(error)) memory.spentUsd += call.mostUsd?.() ?? call.worstUsd;
        throw error;
      }
      const stored = memory.paid.get(call.name);
      if (!stored) throw new Error("not stored");
      return stored.answer;
    },
    async takeNotes(step) {
      alive();
      const known = memory.heard.get(step);
      if (known) return known;
      const taken = memory.notes.splice(0);
      memory.heard.set(step, taken);
      return taken;
    },
    async warm() {
      options.warm?.();
    },
    signal: options.signal ?? new AbortController().signal,
  };
}
