import { randomUUID } from "node:crypto";
import type { World } from "./world.ts";

/** A fresh id as Slack makes them: a letter or two, then capitals and digits. */
export function newId(prefix: string): string {
  return prefix + randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase();
}

/** The next message timestamp, `seconds.micros`: unique and later than all before it. */
export function nextTs(world: World): string {
  world.lastTs = Math.max(world.lastTs + 1, world.now().getTime() * 1_000);
  return formatTs(world.lastTs);
}

/** A timestamp for something that happened earlier. `at` in ms; `micros` tells equals apart. */
export function tsAt(at: number, micros = 0): string {
  return formatTs(Math.floor(at) * 1_000 + micros);
}

function formatTs(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, "0")}`;
}

/** Keys of the maps of a world. */
export const messageKey = (channel: string, ts: string): string => `${channel}/${ts}`;

/** Compares timestamps by time; both are `seconds.micros` with seconds of equal length or padded. */
export function isLater(ts: string, than: string): boolean {
  const [seconds = "0", micros = "0"] = ts.split(".");
  const [thanSeconds = "0", thanMicros = "0"] = than.split(".");
  if (Number(seconds) !== Number(thanSeconds)) return Number(seconds) > Number(thanSeconds);
  return Number(micros.padEnd(6, "0")) > Number(thanMicros.padEnd(6, "0"));
}
