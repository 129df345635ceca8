/** Lets so many runs into a process at once. Jobs of a run that is in already pass; others wait their turn. */
export type Gate = {
  /** Resolves with the way out. Rejects, without having entered, when `signal` aborts first. */
  enter(run: string, signal: AbortSignal): Promise<Disposable>;
  /** How many runs are in. */
  readonly runs: () => number;
};

export function openGate(runsMax: number): Gate {
  const inside = new Map<string, number>();
  const waiting: { run: string; enter: () => void }[] = [];

  const take = (run: string): Disposable => {
    inside.set(run, (inside.get(run) ?? 0) + 1);
    return { [Symbol.dispose]: () => leave(run) };
  };
  const leave = (run: string): void => {
    const jobs = (inside.get(run) ?? 1) - 1;
    if (jobs > 0) inside.set(run, jobs);
    else inside.delete(run);
    for (const next of waiting.splice(0)) {
      if (hasRoom(next.run)) next.enter();
      else waiting.push(next);
    }
  };
  const hasRoom = (run: string): boolean => inside.has(run) || inside.size < runsMax;

  return {
    runs: () => inside.size,
    enter(run, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (hasRoom(run)) return Promise.resolve(take(run));
      const { promise, resolve, reject } = Promise.withResolvers<Disposable>();
      const place = { run, enter: () => resolve(take(run)) };
      waiting.push(place);
      const giveUp = () => {
        const at = waiting.indexOf(place);
        if (at >= 0) waiting.splice(at, 1);
        reject(signal.reason);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      return promise.finally(() => signal.removeEventListener("abort", giveUp));
    },
  };
}
