import { randomUUID } from "node:crypto";
import type { Limits, Scope } from "../../src/domain/budget.ts";
import type { Database } from "../../src/store/database.ts";
import type { Fence } from "../../src/store/fence.ts";
import { aPart, ownedBy } from "./money.ts";

export const unlimited: Limits = { task: null, person: null, channel: null, workspace: null };

/** One budget, and none of the others. */
export const only = (scope: Scope, usd: number): Limits => ({ ...unlimited, [scope]: usd });

/** A person in a channel of a workspace, of whom nobody has heard before. */
export function somebody() {
  const name = randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase();
  return { team: `T${name}`, requester: `U${name}`, channel: `C${name}` };
}

/** A part of a run under way, of a new task of somebody's. */
export async function partOf(db: Database, owner: ReturnType<typeof somebody>): Promise<Fence> {
  const fence = await aPart(db);
  await ownedBy(db, fence, owner);
  return fence;
}
