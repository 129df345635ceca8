import { pino } from "pino";

/** One line for the operator: what happened, with ids and counts. Never text that people wrote, never a secret. */
export type Log = (event: string, fields: Record<string, string | number>) => void;

/** What comes between a name and its value: in settings, headers, JSON, JSON within JSON, lists, addresses. */
const mark = String.raw`\\{0,4}["']?\s{0,3}(?:[=:]|%3[AD]|["'],)\s{0,3}\\{0,4}["']?`;

/** Whatever slips into a field all the same is taken out by its shape. */
const secrets = new RegExp(
  [
    // Tokens of Slack, Anthropic and the search providers.
    String.raw`\b(?:xox[a-z][.-]|xapp-|sk-ant-|tvly-)[\w.-]+`,
    String.raw`\bBearer\s+\S+`,
    String.raw`\bBasic\s+[\w+/=-]{8,}`,
    // Whoever has one of these addresses may post.
    String.raw`\bhooks\.slack\.com/\S+`,
    // Name and password within an address.
    String.raw`(?<=://)[^\s/]+(?=@)`,
    // Headers that hold several words.
    String.raw`(?<=authorization${mark})(?:\w+\s+)?[^\s"'\\,;]+`,
    String.raw`(?<=cookie${mark})(?:[^\s"'\\;]+;\s?)*[^\s"'\\;]+`,
    // A value that its name gives away: `api_key=…`, `"password": "…"`.
    String.raw`(?<=(?:key|token|secret|passw(?:or)?d|signature|credential)${mark})(?:(?!%26)[^\s"'\\&,;])+`,
  ].join("|"),
  "gi",
);

export const scrub = (value: string): string => value.replace(secrets, "[secret]");

/** Writes JSON lines to standard error: standard output is for the person who started us. */
export function openLog(): Log {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    // Behind our back, and many lines in one go: nobody waits for a line to be written. What is left at the end is flushed.
    pino.destination({ fd: 2, sync: false }),
  );
  return (event, fields) => {
    const clean = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? scrub(value) : value,
    ]);
    logger.info(Object.fromEntries(clean), scrub(event));
  };
}
