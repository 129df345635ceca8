import type { Change, SequencedChange } from "../contract.ts";

/** How many changes are kept for a page that reconnects; older ones cost it a fresh snapshot. */
const changesKept = 2_000;

/** The numbered stream of everything that happens, which pages and waiting tests listen to. */
export type Feed = {
  emit(change: Change): void;
  subscribe(listener: (change: SequencedChange) => void): () => void;
  /** The changes after `sequence`, or undefined when some of them are gone. */
  since(sequence: number): SequencedChange[] | undefined;
  sequence(): number;
};

export function createFeed(): Feed {
  const listeners = new Set<(change: SequencedChange) => void>();
  const kept: SequencedChange[] = [];
  let sequence = 0;

  return {
    emit(change) {
      sequence += 1;
      const sequenced = { sequence, change };
      kept.push(sequenced);
      if (kept.length > changesKept) kept.shift();
      for (const listener of listeners) listener(sequenced);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since(after) {
      if (after > sequence) return undefined;
      const missed = sequence - after;
      return missed > kept.length ? undefined : kept.slice(kept.length - missed);
    },
    sequence: () => sequence,
  };
}
