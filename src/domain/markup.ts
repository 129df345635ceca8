/** Slack's own text markup, read: `<https://…|label>`, `<@U…>`, `<#C…|name>`, `<!here>`, and the three escapes. */

/** A link, a person or a channel named in a text. */
export type Mention =
  | { readonly type: "link"; readonly url: string; readonly label: string | null }
  | { readonly type: "user"; readonly id: string; readonly name: string | null }
  | { readonly type: "channel"; readonly id: string; readonly name: string | null };

const token = /<([^<>\n]{1,4000})>/g;

/** Everything a text names, in order. */
export function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(token)].flatMap(([, inner]) => readToken(inner ?? "") ?? []);
}

/**
 * The text as a person reads it. Names of people come from `names`; unknown ones keep their id. A link is its label, or
 * with `addresses` the label and the address: for text that is read for links again later.
 */
export function plainText(
  text: string,
  names: ReadonlyMap<string, string> = new Map(),
  { addresses = false } = {},
): string {
  const shown = text.replace(token, (whole, inner: string) => {
    const mention = readToken(inner);
    if (mention === undefined) return inner.startsWith("!") ? readSpecial(inner) : whole;
    if (mention.type === "link")
      return addresses ? readLink(mention) : (mention.label ?? mention.url);
    if (mention.type === "user") return `@${names.get(mention.id) ?? mention.name ?? mention.id}`;
    return `#${mention.name ?? mention.id}`;
  });
  return unescapeText(shown);
}

const readLink = ({ url, label }: { url: string; label: string | null }): string =>
  label === null || url.endsWith(label) ? escaped(url) : `${label} (${escaped(url)})`;

/** What is unescaped with the rest of the text must not have been unescaped before. */
const escaped = (url: string): string => url.replaceAll("&", "&amp;");

/** Every web address in a text, whether Slack marked it as a link or somebody just typed it. */
export function linksIn(text: string): readonly string[] {
  const marked = mentionsIn(text).flatMap((mention) =>
    mention.type === "link" ? mention.url : [],
  );
  const typed =
    unescapeText(text.replace(token, " ")).match(/https?:\/\/[^\s<>|"'`]{1,2000}/gi) ?? [];
  return [...marked, ...typed.map(withoutPunctuation)];
}

/** A full stop after an address ends the sentence; a bracket belongs to the address only where it opens in it. */
function withoutPunctuation(url: string): string {
  const trimmed = url.replace(/[.,;:!?*_~]+$/, "");
  const open = trimmed.includes("(");
  return !open && /[)\]]$/.test(trimmed) ? withoutPunctuation(trimmed.slice(0, -1)) : trimmed;
}

/** Characters that show nothing (zero width, tags, direction marks) say nothing. NUL is refused by Postgres. */
export const visible = (text: string): string =>
  text
    .replace(/(?![\n\t])\p{Cc}/gu, " ")
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]/gu, "")
    .toWellFormed()
    .trim();

const unescapeText = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function readToken(inner: string): Mention | undefined {
  const bar = inner.indexOf("|");
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 || bar === inner.length - 1 ? null : inner.slice(bar + 1);
  if (/^@[UW]\w+$/.test(target)) return { type: "user", id: target.slice(1), name: label };
  if (/^#[CGD]\w+$/.test(target)) return { type: "channel", id: target.slice(1), name: label };
  if (/^https?:\/\//i.test(target)) return { type: "link", url: unescapeText(target), label };
  return undefined;
}

/** `!here`, `!subteam^S1|@team`, `!date^…^…|fallback`: the label where there is one, else the word. */
const readSpecial = (inner: string): string =>
  inner.includes("|")
    ? inner.slice(inner.indexOf("|") + 1)
    : `@${/^!(\w+)/.exec(inner)?.[1] ?? "group"}`;
