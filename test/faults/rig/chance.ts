/** Chance that follows from a number: the same seed makes the same choices in the same order. */
export type Chance = {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number;
  /** Whether something happens that happens in this share of all cases. */
  readonly happens: (share: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly shuffled: <Item>(items: readonly Item[]) => Item[];
  /** Another row of choices, which neither disturbs this one nor is disturbed by it. */
  readonly fork: (name: string) => Chance;
};

/** By mulberry32, which is small and even enough for this: nothing secret hangs on it. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    happens: (share) => next() < share,
    pick(items) {
      const [item] = items.slice(below(items.length));
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
    shuffled(items) {
      const places = items.map((item) => ({ item, place: next() }));
      return places.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
    },
    fork: (name) => openChance(seed ^ hashOf(name)),
  };
}

/** From 0 up to, but not including, 1, and always the same for the same text. */
export const shareOf = (text: string): number => openChance(hashOf(text)).next();

/** Spreads names over all numbers of 32 bits (FNV-1a). */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
