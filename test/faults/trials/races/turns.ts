import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scheduler } from "fast-check";
import { openChanges } from "./changes.ts";
import { type Competitor, competitor, isBusy, isReady, isWaiting, Killed } from "./competitor.ts";

/** Hands out turns, one statement at a time. Whoever acts outside a competition, to prepare or judge it, needs none. */
export type Turns = {
  /**
   * Waits for the competitor's turn; the answer is called when what it was for has come back. `frees`: it lets go of locks.
   */
  readonly turn: (label: string, how?: { readonly frees: boolean }) => Promise<() => void>;
  /** Who acts here; undefined outside a competition. */
  readonly who: () => Competitor | undefined;
  /**
   * Lets all of them act until all have ended, in the order that the scheduler chooses. A statement that waits for another's
   * lock does not hold up the rest: `locked` tells how many do. Answers with how often somebody went on while another waited.
   */
  readonly play: (
    scheduler: Scheduler,
    entries: readonly Entry[],
    locked: () => Promise<number>,
  ) => Promise<number>;
};

export type Entry = {
  readonly name: string;
  readonly diesAt?: number | undefined;
  readonly act: () => Promise<void>;
};

/** In milliseconds: how long a statement usually takes, and when a competition is given up. */
const usuallyMs = 2;
const stuckMs = 10_000;

/** More turns than this are no competition but a loop. */
const turnsMax = 2_000;

export function openTurns(): Turns {
  const acting = new AsyncLocalStorage<Competitor>();
  const changes = openChanges();
  let all: readonly Competitor[] = [];

  /** Something has come back to a competitor; where it held locks until then, others may go on. */
  const landed = (own: Competitor, frees: boolean): void => {
    own.inFlight--;
    for (const each of frees ? all : [own]) each.locked = false;
    changes.tell();
  };

  async function turn(label: string, { frees } = { frees: false }): Promise<() => void> {
    const own = acting.getStore();
    if (own === undefined) return nothing;
    if (own.dead || own.ended) throw new Killed();
    const { promise, resolve } = Promise.withResolvers<void>();
    own.waiting.push({ label, go: resolve });
    changes.tell();
    await promise;
    own.turns++;
    if (own.turns === own.diesAt) own.dead = true;
    if (own.dead || own.ended) {
      landed(own, true);
      throw new Killed();
    }
    return () => landed(own, frees);
  }

  /** Until everybody has ended, waits for a turn, or waits for a lock. */
  async function settle(locked: () => Promise<number>): Promise<void> {
    const until = performance.now() + stuckMs;
    while (performance.now() < until) {
      const busy = all.filter(isBusy);
      if (busy.length === 0 && (all.some(isReady) || all.every(({ ended }) => ended))) return;
      if (await changes.within(usuallyMs)) continue;
      if (!busy.every(({ inFlight }) => inFlight > 0)) continue;
      const before = changes.count();
      const waiting = await locked();
      if (changes.count() !== before || waiting < all.filter(isWaiting).length) continue;
      for (const own of busy) own.locked = true;
    }
    throw new Error(`somebody does not come back: ${namesOf(all.filter(({ ended }) => !ended))}`);
  }

  async function play(
    scheduler: Scheduler,
    entries: readonly Entry[],
    locked: () => Promise<number>,
  ): Promise<number> {
    all = entries.map(({ name, diesAt }) => competitor(name, diesAt));
    const acts = Promise.allSettled(entries.map(({ act }, n) => begin(all[n], act)));
    let overtaken = 0;
    try {
      overtaken = await giveTurns(scheduler, locked);
    } finally {
      // Whoever is left goes home without another word, and gives its connection back.
      for (const own of all.filter(({ ended }) => !ended)) {
        own.ended = true;
        for (const { go } of own.waiting.splice(0)) go();
      }
      await Promise.race([acts, sleep(stuckMs, undefined, { ref: false })]);
    }
    for (const act of await acts) if (act.status === "rejected") throw act.reason;
    return overtaken;
  }

  async function giveTurns(scheduler: Scheduler, locked: () => Promise<number>): Promise<number> {
    let overtaken = 0;
    let chosen: (own: Competitor) => void = nothing;
    for (let turns = 0; turns < turnsMax; turns++) {
      await settle(locked);
      if (all.every(({ ended }) => ended)) return overtaken;
      if (all.some(({ locked: isLocked }) => isLocked)) overtaken++;
      // In a fixed order, so that the same seed gives the same competition.
      for (const own of all.filter(isReady)) {
        if (own.offered) continue;
        own.offered = true;
        const label = `${own.name}: ${own.waiting[0]?.label ?? ""}`;
        void scheduler.schedule(Promise.resolve(), label).then(() => chosen(own));
      }
      const { promise, resolve } = Promise.withResolvers<Competitor>();
      chosen = resolve;
      const [own] = await Promise.all([promise, scheduler.waitNext(1)]);
      own.offered = false;
      own.inFlight++;
      own.waiting.shift()?.go();
    }
    throw new Error(`not over after ${turnsMax} turns`);
  }

  async function begin(own: Competitor | undefined, act: () => Promise<void>): Promise<void> {
    if (own === undefined) return;
    try {
      await acting.run(own, act);
    } finally {
      own.ended = true;
      changes.tell();
    }
  }

  return { turn, who: () => acting.getStore(), play };
}

const nothing = (): void => {};

const namesOf = (all: readonly Competitor[]): string => all.map(({ name }) => name).join(", ");
