/** Slack treats only these three characters as control characters in text. */
export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Shortens where it must, and shows that it did. Never cuts a character in two. */
export function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text
    .slice(0, limit - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, "");
  const space = cut.lastIndexOf(" ");
  return `${space > limit * 0.6 ? cut.slice(0, space) : cut}…`;
}

/**
 * Words of others inside running text of ours: shown, never obeyed. Marks that Slack would format or turn into links
 * are broken by an invisible character.
 */
export const quoted = (text: string): string =>
  escapeText(text)
    .replace(/[*_~`]/g, (mark) => `\u2060${mark}\u2060`)
    .replaceAll("://", ":\u2060//")
    .replaceAll("@", "@\u2060");

/** "1 source", "3 sources". */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;
