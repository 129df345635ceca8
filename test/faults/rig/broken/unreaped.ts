/** In place of `src/queue/reap.ts`: jobs of workers that are gone wait for the library to miss their heartbeats. */
export const startReaper = (): AsyncDisposable => ({ [Symbol.asyncDispose]: async () => {} });
