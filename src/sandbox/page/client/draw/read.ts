/**
 * Careful reading of blocks: whatever an app sent, these answer something that can be drawn. They are
 * what zod is on the server; the browser has no bundler to bring zod along.
 */

/** Items drawn of any one list: rows, options, elements. Slack's own limits are lower. */
export const maxItems = 500;

/** Characters drawn of any one text; Slack cuts messages at 40,000. */
export const maxChars = 40_000;

export function isRecord(thing: unknown): thing is Record<string, unknown> {
  return typeof thing === "object" && thing !== null && !Array.isArray(thing);
}

/** `thing[name]` when `thing` is an object, else undefined. */
export function field(thing: unknown, name: string): unknown {
  return isRecord(thing) ? thing[name] : undefined;
}

export function textField(thing: unknown, name: string): string {
  const value = field(thing, name);
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.slice(0, maxChars) : "";
}

export function listField(thing: unknown, name: string): readonly unknown[] {
  const value = field(thing, name);
  return Array.isArray(value) ? value.slice(0, maxItems) : [];
}

/** The words of a text object (`{ type, text }`) or of a bare string. */
export function wordsOf(thing: unknown): string {
  return typeof thing === "string" ? thing.slice(0, maxChars) : textField(thing, "text");
}
