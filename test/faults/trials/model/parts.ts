import { inScope } from "../../../../jobs/scope.ts";
import { type Fence, holdFence, isStanding, takePart } from "../../../../src/store/fence.ts";
import { finishStep, getStep, startStep } from "../../../../src/store/steps.ts";
import { type Life, passOf, stands } from "./life.ts";
import type { Move } from "./move.ts";

/** One of the fences that were ever taken, old ones included; before there is any, one that nobody ever had. */
export const fenceOf = ({ id, fences }: Life, n: number): Fence =>
  fences[fences.length - 1 - (n % Math.max(fences.length, 1))] ?? {
    taskId: id,
    revision: 1,
    epoch: 0,
    part: "plan",
    claim: 1,
  };

export const nameOf = ({ part, revision, epoch, claim }: Fence): string =>
  `${part} of ${revision}, epoch ${epoch}, claim ${claim}`;

/** A worker takes a part of the plan that counts, for the run that there is or for one that has become void. */
export const taken =
  (name: string, off: { revision: number; epoch: number }): Move =>
  (life) => {
    const { rows, id, fences } = life;
    const { revision, epoch } = rows.stand;
    const run = { taskId: id, revision: revision + off.revision, epoch: epoch + off.epoch };
    const isThere = off.revision === 0 && off.epoch === 0;
    const part = inScope(name, passOf(life, revision).scope);
    const key = `${revision}:${part}`;
    const claim = (rows.parts[key] ?? 0) + 1;
    if (isThere) rows.parts[key] = claim;
    const fence = { ...run, part, claim };
    if (isThere) fences.push(fence);
    return {
      said: `take ${part} of ${run.revision}, epoch ${run.epoch}`,
      expected: isThere ? fence : undefined,
      act: (db) => takePart(db, run, part),
    };
  };

export const held =
  (n: number): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    return {
      said: `hold ${nameOf(fence)}`,
      expected: stands(life, fence) ? undefined : "fenced",
      act: (db) => db.transaction((tx) => holdFence(tx, fence)),
    };
  };

export const lookedAt =
  (n: number): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    return {
      said: `look at ${nameOf(fence)}`,
      expected: stands(life, fence),
      act: (db) => isStanding(db, fence),
    };
  };

/** A finished step is never begun again. */
export const begun =
  (n: number, step: string): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    const { steps: rows } = life.rows;
    const key = `${fence.revision}:${step}`;
    const isDone = typeof rows[key] === "string";
    if (stands(life, fence) && !isDone) rows[key] = null;
    return {
      said: `begin ${step} under ${nameOf(fence)}`,
      expected: stands(life, fence) ? !isDone : "fenced",
      act: (db) => startStep(db, fence, step),
    };
  };

/** Only what was begun is finished, and once: the first output stays. */
export const finished =
  (n: number, step: string): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    const { steps: rows } = life.rows;
    const key = `${fence.revision}:${step}`;
    const output = `${++life.made}`;
    const isBegun = rows[key] === null;
    if (stands(life, fence) && isBegun) rows[key] = output;
    return {
      said: `finish ${step} under ${nameOf(fence)}`,
      expected: stands(life, fence) ? isBegun : "fenced",
      act: (db) => finishStep(db, fence, step, output),
    };
  };

export const recalled =
  (step: string): Move =>
  ({ id, rows }) => {
    const { revision, epoch } = rows.stand;
    return {
      said: `recall ${step}`,
      expected: rows.steps[`${revision}:${step}`] ?? undefined,
      act: (db) => getStep(db, { taskId: id, revision, epoch }, step),
    };
  };
