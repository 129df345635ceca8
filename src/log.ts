import { pino } from "pino";

/** One line for the operator: what happened, with ids and counts. Never text that people wrote, never a secret. */
export type Log = (event: string, fields: Record<string, string | number>) => void;

/** Whatever slips into a field all the same is taken out by its shape: Slack and Anthropic tokens, bearer headers. */
const secrets = /\b(?:xox[a-z]-|xapp-|sk-ant-)[\w-]+|\bBearer\s+\S+|:\/\/[^\s/@]+:[^\s/@]+@/g;

export const scrub = (value: string): string => value.replace(secrets, "[secret]");

/** Writes JSON lines to standard error: standard output is for the person who started us. */
export function openLog(): Log {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  );
  return (event, fields) => {
    const clean = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? scrub(value) : value,
    ]);
    logger.info(Object.fromEntries(clean), scrub(event));
  };
}
