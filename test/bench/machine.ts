import { availableParallelism, loadavg } from "node:os";

/** On what was measured. Figures of a busy machine are worth little: the load says how busy it was. */
export function settings(): string {
  const cores = availableParallelism();
  const load = loadavg()[0] ?? 0;
  return [
    `Node ${process.versions.node}, ${cores} cores, load ${load.toFixed(1)} at the start.`,
    "Embedded Postgres with its usual durability; each app in a process of its own, all on this machine.",
  ].join("\n");
}
