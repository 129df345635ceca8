import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Fall } from "./orders.ts";

/** Counts how often a point is reached, and falls there; once. A later order does not undo an earlier one. */
export function falls({ point, pass, how }: Fall, warn: () => void): void {
  const name = `legwork:${point}`;
  let passed = 0;
  const heard = (): void => {
    if (++passed < pass) return;
    unsubscribe(name, heard);
    warn();
    process.kill(process.pid, how);
  };
  subscribe(name, heard);
}
