import { channel, subscribe } from "node:diagnostics_channel";

/** The places where a process may die in the worst moment, in the order in which a request passes them. */
export const points = [
  "request-read",
  "request-stored",
  "job-taken",
  "run-admitted",
  "part-taken",
  "plan-begun",
  "plan-saved",
  "subtask-begun",
  "step-begun",
  "step-worked",
  "step-finished",
  "subtask-saved",
  "draft-written",
  "draft-submitted",
  "thread-taken",
  "message-claimed",
  "message-posted",
  "message-noted",
  "message-changed",
  "message-found",
  "job-worked",
] as const;
export type Point = (typeof points)[number];

/** Says that a point has been reached. Nobody listens unless a test does. */
export function reach(point: Point): void {
  const said = channel(`legwork:${point}`);
  if (said.hasSubscribers) said.publish(point);
}

/** From now on this process kills itself where it is told to, as nothing can that it could prepare for. */
export function dieAt(point: Point): void {
  subscribe(`legwork:${point}`, () => process.kill(process.pid, "SIGKILL"));
}
