/** Tells whoever waits for it that something has changed. */
export type Changes = {
  readonly tell: () => void;
  readonly count: () => number;
  /** Resolves with the next change, or when there was none for so many milliseconds: then with false. */
  readonly within: (ms: number) => Promise<boolean>;
};

export function openChanges(): Changes {
  let changes = 0;
  let wake: (() => void) | undefined;
  return {
    tell() {
      changes++;
      wake?.();
    },
    count: () => changes,
    async within(ms) {
      const before = changes;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = setTimeout(resolve, ms);
      await promise;
      clearTimeout(timer);
      return changes !== before;
    },
  };
}
