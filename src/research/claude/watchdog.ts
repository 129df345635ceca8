/** A signal that follows another one, and also aborts when nothing has been heard for a while. */
export type Watched = Disposable & {
  readonly signal: AbortSignal;
  /** Something was heard. */
  readonly heard: () => void;
  /** Whether it was the silence that aborted. */
  readonly silent: () => boolean;
};

/** Watches a stream: the library's own limit ends with the response's headers, and pings are no answer. */
export function watch(signal: AbortSignal, idleMs: number): Watched {
  const own = new AbortController();
  let silent = false;
  const bark = () => {
    silent = true;
    own.abort();
  };
  let timer = setTimeout(bark, idleMs);
  return {
    signal: AbortSignal.any([signal, own.signal]),
    heard() {
      clearTimeout(timer);
      if (!silent) timer = setTimeout(bark, idleMs);
    },
    silent: () => silent,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
