import { randomUUID } from "node:crypto";
import { SlackFailure } from "../failure.ts";
import { limits } from "../check/limits.ts";
import { newId } from "./ids.ts";
import type { ResponseTarget, Trigger, World } from "./world.ts";

/** How many triggers and response URLs are remembered; the oldest are forgotten first. */
const grantsKept = 5_000;

/** A trigger id: lets the app open one view for this person, soon. */
export function grantTrigger(world: World, user: string, viewId?: string): string {
  const at = world.now().getTime();
  const id = `${at}.${world.triggers.size}.${randomUUID().replaceAll("-", "")}`;
  world.triggers.set(id, { user, at, used: false, viewId });
  forgetOldest(world.triggers);
  return id;
}

/** Spends a trigger: unknown, spent and stale ones each have their own error. */
export function spendTrigger(world: World, id: string): Trigger {
  const trigger = world.triggers.get(id);
  if (!trigger) throw new SlackFailure("invalid_trigger_id");
  if (trigger.used) throw new SlackFailure("exchanged_trigger_id");
  if (world.now().getTime() - trigger.at > limits.triggerMs) {
    throw new SlackFailure("expired_trigger_id");
  }
  trigger.used = true;
  return trigger;
}

/** A `response_url` for what a person just did. */
export function grantResponseUrl(
  world: World,
  target: Pick<ResponseTarget, "channel" | "user"> & Partial<ResponseTarget>,
): string {
  const id = newId("R");
  world.responseTargets.set(id, {
    ts: undefined,
    threadTs: undefined,
    ...target,
    at: world.now().getTime(),
    uses: 0,
  });
  forgetOldest(world.responseTargets);
  return `${world.url}response/${world.identity.team.id}/${id}`;
}

/** Spends one use of a response URL: undefined when it is unknown, too old or used up. */
export function spendResponseUrl(world: World, id: string): ResponseTarget | undefined {
  const target = world.responseTargets.get(id);
  if (!target || world.now().getTime() - target.at > limits.responseUrlMs) return undefined;
  target.uses += 1;
  return target.uses > limits.responseUrlUses ? undefined : target;
}

function forgetOldest<Value>(map: Map<string, Value>): void {
  for (const key of map.keys()) {
    if (map.size <= grantsKept) return;
    map.delete(key);
  }
}
