import type { World } from "./world.ts";

export type Waiting = {
  /** As long as a busy machine may need for anything that does come; in milliseconds. 45,000 unless told. */
  timeoutMs?: number;
};

/** Waits for a predicate to hold, asking again at every change. Rejects with the end of the log. */
export function until<Value>(
  world: World,
  predicate: (world: World) => Value,
  { timeoutMs = 45_000 }: Waiting = {},
): Promise<NonNullable<Value>> {
  return new Promise((resolve, reject) => {
    const done = (act: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      act();
    };
    const ask = () => {
      try {
        const value = predicate(world);
        if (value) done(() => resolve(value));
      } catch (error) {
        done(() => reject(error));
      }
    };
    const timer = setTimeout(() => {
      done(() =>
        reject(new Error(`Not within ${timeoutMs} ms. The log ends:\n${lastLines(world)}`)),
      );
    }, timeoutMs);
    const unsubscribe = world.feed.subscribe(ask);
    ask();
  });
}

function lastLines(world: World): string {
  return world.log
    .slice(-15)
    .map(({ direction, name, ok, ms, attempt, error = "", detail = "" }) => {
      const arrow = direction === "to_app" ? "→ app" : "← app";
      return `${arrow} ${name} ${ok ? "ok" : error} ${ms} ms, attempt ${attempt} ${detail}`;
    })
    .join("\n");
}
