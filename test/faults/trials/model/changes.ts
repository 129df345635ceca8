import fc from "fast-check";
import { Phase, type Status, type TaskEvent } from "../../../../src/domain/task.ts";
import { changeTask } from "../../../../src/store/tasks.ts";
import { decided, edited, refusalIn, revised, submitted } from "./decisions.ts";
import { at, by } from "./fixtures.ts";
import { continued, rescoped } from "./further.ts";
import { happen } from "./life.ts";
import { command, type Move } from "./move.ts";

/** An event that changes nothing but the task's row and its history. */
const bare =
  (eventFor: (revision: number) => TaskEvent): Move =>
  (life) => {
    const event = eventFor(life.rows.stand.revision);
    return {
      said: event.type === "advance" ? `advance to ${event.phase}` : event.type,
      expected: happen(life, event),
      act: (db) => db.transaction(async (tx) => refusalIn(await changeTask(tx, life.id, event))),
    };
  };

type Bare = Exclude<
  TaskEvent["type"],
  "advance" | "submit" | "approve" | "revise" | "edit" | "discard" | "rescope" | "continue"
>;

const simply = (type: Bare, shift: number): Move =>
  bare((now): TaskEvent => {
    const revision = now + shift;
    switch (type) {
      case "ask":
        // A wait without a choice is for something else than an answer.
        return { type, revision, question: "Which one?", ...(now % 2 === 1 && { choice }), at };
      case "fail":
        return { type, revision, reason: "It broke.", at };
      case "expire":
        return { type, revision, at };
      case "answer":
      case "retry":
      case "stop":
        return { type, by, at };
      default:
        return type satisfies never;
    }
  });

const choice = { options: ["This one", "That one"], default: "This one", until: at };

const advanced = (phase: Phase, shift: number): Move =>
  bare((now) => ({ type: "advance", revision: now + shift, phase, at }));

/** What usually comes next where a task stands, so that lives become long; `n` chooses where there is a choice. */
const onward =
  (n: number): Move =>
  (life) => {
    const { status, phase } = life.rows.stand;
    const next: Record<Status, Move> = {
      queued: pick(n, advanced("plan", 0), advanced("plan", 0), rescoped(0, n)),
      running: pick(
        n,
        advanced(after(phase), 0),
        submitted(0),
        submitted(0),
        simply("ask", 0),
        rescoped(0, n),
      ),
      waiting: pick(
        n,
        simply("answer", 0),
        simply("answer", 0),
        simply("retry", 0),
        simply("fail", 0),
      ),
      in_review: pick(
        n,
        ...Array<Move>(3).fill(revised(0)),
        ...Array<Move>(3).fill(edited(0)),
        ...Array<Move>(2).fill(continued(0, true)),
        simply("expire", 0),
        decided("approve", 0, true),
        decided("discard", 0, true),
      ),
      expired: revised(0),
      failed: pick(n, simply("retry", 0), continued(0, true)),
      approved: edited(0),
      discarded: simply("stop", 0),
      cancelled: simply("retry", 0),
    };
    return next[status](life);
  };

const pick = (n: number, ...moves: readonly Move[]): Move =>
  moves[n % moves.length] ?? submitted(0);

const after = (phase: Phase | null): Phase =>
  Phase.options[Phase.options.indexOf(phase ?? "plan") + 1] ?? "check";

/** Mostly about the revision that there is; sometimes about the one before. */
const shift = fc.constantFrom(0, 0, 0, 0, -1);
const phase = fc.constantFrom<Phase[]>("plan", ...Phase.options);
const bares = ["ask", "answer", "expire", "fail", "fail", "retry", "stop"] as const;

/** Everything that moves a task from state to state, fitting or not. */
export const changes = fc.oneof(
  { weight: 10, arbitrary: fc.nat(35).map((n) => command(`onward ${n}`, onward(n))) },
  {
    weight: 2,
    arbitrary: fc.tuple(phase, shift).map(([to, off]) => command("advance", advanced(to, off))),
  },
  { weight: 1, arbitrary: shift.map((off) => command("submit", submitted(off))) },
  { weight: 1, arbitrary: shift.map((off) => command("revise", revised(off))) },
  { weight: 1, arbitrary: shift.map((off) => command("edit", edited(off))) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("approve" as const, "discard" as const), shift, fc.boolean())
      .map(([type, off, right]) => command(type, decided(type, off, right))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(shift, fc.boolean())
      .map(([off, right]) => command("continue", continued(off, right))),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(shift, fc.nat(5)).map(([off, n]) => command("rescope", rescoped(off, n))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...bares), shift)
      .map(([type, off]) => command(type, simply(type, off))),
  },
);
