/** A turn that was waited for; `granted` is false where the queue was full or the wait was aborted. */
export type Turn = Disposable & { readonly granted: boolean };

/** Lets at most `max` hold a turn at once, the others waiting in line, at most `queueMax` of them. */
export function openTurns(max: number, queueMax: number): (signal: AbortSignal) => Promise<Turn> {
  const queue: (() => void)[] = [];
  let held = 0;

  const grant = (): Turn => {
    held += 1;
    return {
      granted: true,
      [Symbol.dispose]() {
        held -= 1;
        queue.shift()?.();
      },
    };
  };

  return async (signal) => {
    if (held < max) return grant();
    if (queue.length >= queueMax || signal.aborted) return refused;
    const { promise, resolve } = Promise.withResolvers<Turn>();
    const next = () => resolve(grant());
    queue.push(next);
    const leave = () => {
      const place = queue.indexOf(next);
      if (place >= 0) queue.splice(place, 1);
      resolve(refused); // Without effect where the turn was granted just before.
    };
    signal.addEventListener("abort", leave, { once: true });
    const turn = await promise;
    signal.removeEventListener("abort", leave);
    return turn;
  };
}

const refused: Turn = { granted: false, [Symbol.dispose]() {} };
