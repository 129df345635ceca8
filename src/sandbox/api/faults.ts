import type { Fault } from "../requests.ts";
import { messageKey } from "../world/ids.ts";
import type { World } from "../world/world.ts";

/** Takes the faults that hit this call, counting them down: one of each kind at most. */
export function hits(world: World, method: string): Partial<Record<Fault["kind"], Fault>> {
  const found: Partial<Record<Fault["kind"], Fault>> = {};
  for (const fault of world.faults) {
    const meant = fault.method === method || fault.method === "*";
    if (!meant || found[fault.kind] || Math.random() >= fault.probability) continue;
    found[fault.kind] = fault;
    fault.times -= 1;
  }
  const left = world.faults.filter((fault) => fault.times > 0);
  world.faults.splice(0, world.faults.length, ...left);
  return found;
}

/** The one fault that keeps bytes from moving, for up- and downloads; `slow` ones are left out. */
export function hit(world: World, method: string): Fault | undefined {
  const { drop_after_accept, rate_limit, status, error } = hits(world, method);
  return drop_after_accept ?? rate_limit ?? status ?? error;
}

/** Makes the message a method just posted invisible to the API for a while. */
export function hide(world: World, posted: object, ms: number): void {
  if (!("channel" in posted && "ts" in posted)) return;
  const key = messageKey(String(posted.channel), String(posted.ts));
  world.hiddenUntil.set(key, world.now().getTime() + ms);
}
