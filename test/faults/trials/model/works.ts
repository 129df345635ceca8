import fc from "fast-check";
import { stands } from "./life.ts";
import { command, type Move } from "./move.ts";
import { begun, fenceOf, finished, held, lookedAt, recalled, taken } from "./parts.ts";
import { drafted, noted, read, reopened } from "./texts.ts";

const parts = ["plan", "write"] as const;
const steps = ["read", "write"] as const;
const there = { revision: 0, epoch: 0 };

/** What a worker usually does next: without a fence it takes a part; `n` chooses the rest. */
const onward =
  (n: number): Move =>
  (life) => {
    const [name, step] = [parts[n % 2] ?? parts[0], steps[n % 2] ?? steps[0]];
    if (!stands(life, fenceOf(life, 0))) return taken(name, there)(life);
    const stepped = [begun(0, step), finished(0, step), finished(0, step)];
    const moves = [...stepped, ...stepped, drafted(0), noted, read(0), taken(name, there)];
    return (moves[Math.floor(n / 2) % moves.length] ?? noted)(life);
  };

const part = fc.constantFrom(...parts);
const step = fc.constantFrom(...steps);
/** The newest fence more often than any other. */
const which = fc.oneof(fc.constant(0), fc.nat(5));
const off = fc.constantFrom(there, there, { revision: -1, epoch: 0 }, { revision: 0, epoch: -1 });
const [under, about] = [fc.tuple(which, step), fc.tuple(part, off)];

/** Everything that workers do with their runs, and people with notes; fitting or not. */
export const works = fc.oneof(
  { weight: 8, arbitrary: fc.nat(19).map((n) => command(`work ${n}`, onward(n))) },
  { weight: 1, arbitrary: about.map(([name, far]) => command("take", taken(name, far))) },
  { weight: 1, arbitrary: which.map((n) => command("hold", held(n))) },
  { weight: 1, arbitrary: which.map((n) => command("look", lookedAt(n))) },
  { weight: 1, arbitrary: under.map(([n, name]) => command("begin", begun(n, name))) },
  { weight: 2, arbitrary: under.map(([n, name]) => command("finish", finished(n, name))) },
  { weight: 1, arbitrary: step.map((name) => command("recall", recalled(name))) },
  { weight: 1, arbitrary: which.map((n) => command("draft", drafted(n))) },
  { weight: 1, arbitrary: fc.constant(command("note", noted)) },
  { weight: 1, arbitrary: which.map((n) => command("read", read(n))) },
  { weight: 1, arbitrary: fc.constant(command("open", reopened)) },
);
