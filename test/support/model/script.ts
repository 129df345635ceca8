import type { Call } from "./call.ts";
import type { Fault } from "./fault.ts";
import type { MessageRequest } from "./request.ts";

/** Which calls a fault is for: the next ones, each with a probability, or those that a function picks. */
export type When =
  | "next"
  | { readonly chance: number }
  | ((request: MessageRequest, call: Call) => boolean);

/** A fault that was ordered. */
export type Order = {
  /** Resolves when it strikes for the first time. */
  readonly struck: Promise<void>;
  readonly left: () => number;
  cancel(): void;
};

export type Script = ReturnType<typeof openScript>;

/** The faults that are ordered, oldest first. A call suffers the first one that is for it. */
export function openScript(chance: () => number) {
  const orders: {
    readonly when: When;
    readonly fault: Fault;
    left: number;
    strike(): void;
  }[] = [];

  return {
    fail(when: When, fault: Fault, times = 1): Order {
      const { promise: struck, resolve } = Promise.withResolvers<void>();
      const order = { when, fault, left: times, strike: resolve };
      orders.push(order);
      return {
        struck,
        left: () => order.left,
        cancel: () => {
          order.left = 0;
        },
      };
    },

    take(request: MessageRequest, call: Call): Fault | undefined {
      const order = orders.find(({ when, left }) => left > 0 && isFor(when, request, call, chance));
      if (!order) return undefined;
      order.left -= 1;
      order.strike();
      return order.fault;
    },
  };
}

function isFor(when: When, request: MessageRequest, call: Call, chance: () => number): boolean {
  if (when === "next") return true;
  return typeof when === "function" ? when(request, call) : chance() < when.chance;
}

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
