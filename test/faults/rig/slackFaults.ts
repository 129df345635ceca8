import type { Chance } from "./chance.ts";
import { type Fate, type Fated, plain } from "./slack.ts";

/** Which shares of all posts go wrong how. */
export type Shares = {
  /** Done, and nobody hears of it. */
  readonly lost: number;
  /** Refused with 429. */
  readonly refused: number;
  /** Answered with a 5xx; done or not, as likely. */
  readonly failed: number;
  /** Messages are seen so much later at most, in milliseconds. */
  readonly visibleWithinMs: number;
};

/** Posts meet faults in these shares; edits are refused and fail as often. What is only read, is read. */
export function openFaults(chance: Chance, shares: Shares): Fated {
  const { lost, refused, failed, visibleWithinMs } = shares;
  return ({ method }): Fate => {
    const posts = method === "chat.postMessage";
    if (!posts && method !== "chat.update") return plain;
    const roll = chance.next();
    const visibleAfterMs = chance.below(visibleWithinMs + 1);
    const late = chance.happens(0.5);
    if (roll < refused) return { result: "told to wait", seconds: 1 };
    if (roll < refused + failed) {
      return { result: "failed", status: chance.pick([500, 502, 503]), done: late };
    }
    if (!posts) return plain;
    const answer = roll < refused + failed + lost ? "lost" : late ? "late" : "now";
    return { result: "done", visibleAfterMs, answer };
  };
}
