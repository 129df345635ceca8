/** Slack treats only these three characters as control characters in text. */
export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * What of a text can be seen: without control characters, without the marks that turn the reading direction of what
 * follows, without invisible tag characters, without halves of characters. Line ends and tabs stay.
 */
export const legible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/[\u{e0000}-\u{e007f}]/gu, "");

/** Shortens where it must, and shows that it did. Never cuts a character in two. */
export function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text
    .slice(0, Math.max(0, limit - 1))
    .toWellFormed()
    .replace(/\uFFFD$/, "");
  const space = cut.lastIndexOf(" ");
  return `${space > limit * 0.6 ? cut.slice(0, space) : cut}…`;
}

/**
 * Words of others inside running text of ours: shown, never obeyed. Marks that Slack would format, draw as a picture or
 * turn into links are broken by an invisible character; lines are joined, because a new one could begin a quote or list.
 */
export const quoted = (text: string): string =>
  escapeText(legible(text).replace(/\s*[\n\r\u2028\u2029]+\s*/g, " "))
    .replace(/[*_~`]/g, (mark) => `\u2060${mark}\u2060`)
    .replace(/:(?=[\w+'-]+:)/g, ":\u2060")
    .replaceAll("://", ":\u2060//")
    .replaceAll("@", "@\u2060");

/** `quoted`, in at most `limit` characters: shortened before it is escaped, so that no escape is cut in two. */
export function quotedWithin(text: string, limit: number): string {
  let room = limit;
  let shown = quoted(clamp(text, room));
  // Escapes make a text up to five times as long, so this ends after a few rounds.
  while (shown.length > limit && room > 1) {
    room = Math.floor(room * 0.7);
    shown = quoted(clamp(text, room));
  }
  return shown;
}

/** "1 source", "3 sources". */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;

/** A moment by the clock and the day, each in the reader's own time zone. */
export function momentOf(at: Date): string {
  const clock = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!date^${Math.ceil(at.getTime() / 1_000)}^{time} ({date_short_pretty})|${clock}>`;
}
