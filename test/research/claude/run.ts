import type { Draft } from "../../../src/domain/draft.ts";
import type { Plan } from "../../../src/domain/plan.ts";
import type {
  Brief,
  Engine,
  EngineContext,
  Gathered,
  Material,
} from "../../../src/research/engine.ts";
import { materialOf } from "./ground.ts";

export type Ran = { readonly plan: Plan; readonly material: Material; readonly draft: Draft };

/** A whole run as the jobs carry it out: plan, gather, further parts once, write, check. */
export async function runWhole(engine: Engine, brief: Brief, context: EngineContext): Promise<Ran> {
  const plan = await engine.plan(brief, context);
  const gather = (parts: Plan["subtasks"]): Promise<Gathered[]> =>
    Promise.all(parts.map((part) => engine.gather(brief, part, context)));
  const first = await gather(plan.subtasks);
  const further = (await engine.gap?.(brief, plan, materialOf(...first), context)) ?? [];
  const material = materialOf(...first, ...(await gather(further)));
  const written = await engine.write(brief, plan, material, context);
  return { plan, material, draft: await engine.check(written, material, context) };
}
