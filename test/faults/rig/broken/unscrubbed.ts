// In place of the log: it says what it is told.
import type { Log } from "../../../../src/log.ts";

export const scrub = (value: string): string => value;

export const openLog = (): Log => (event, fields) =>
  void process.stderr.write(`${JSON.stringify({ msg: event, ...fields })}\n`);
