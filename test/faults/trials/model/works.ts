import fc from "fast-check";
import { ranShort } from "./further.ts";
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
    // A plan that has not listened cannot be overtaken by what it did not hear.
    if (fenceOf(life, 0).part.startsWith("plan") && n % 3 === 0) return read(0, "begin")(life);
    const heard = [read(0, "begin"), read(0, step)];
    const others = [drafted(0), noted, ranShort(0, n), taken(name, there)];
    const moves = [...stepped, ...stepped, ...heard, ...others];
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
  { weight: 8, arbitrary: fc.nat(25).map((n) => command(`work ${n}`, onward(n))) },
  { weight: 1, arbitrary: about.map(([name, far]) => command("take", taken(name, far))) },
  { weight: 1, arbitrary: which.map((n) => command("hold", held(n))) },
  { weight: 1, arbitrary: which.map((n) => command("look", lookedAt(n))) },
  { weight: 1, arbitrary: under.map(([n, name]) => command("begin", begun(n, name))) },
  { weight: 2, arbitrary: under.map(([n, name]) => command("finish", finished(n, name))) },
  { weight: 1, arbitrary: step.map((name) => command("recall", recalled(name))) },
  { weight: 1, arbitrary: which.map((n) => command("draft", drafted(n))) },
  { weight: 1, arbitrary: fc.constant(command("note", noted)) },
  { weight: 1, arbitrary: under.map(([n, name]) => command("read", read(n, name))) },
  { weight: 1, arbitrary: which.map((n) => command("short", ranShort(n, n))) },
  { weight: 1, arbitrary: fc.constant(command("open", reopened)) },
);
