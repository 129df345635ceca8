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

/** The text as a person reads it. Names of people come from `names`; unknown ones keep their id. */
export function plainText(text: string, names: ReadonlyMap<string, string> = new Map()): string {
  const shown = text.replace(token, (whole, inner: string) => {
    const mention = readToken(inner);
    if (mention === undefined) return inner.startsWith("!") ? readSpecial(inner) : whole;
    if (mention.type === "link") return mention.label ?? mention.url;
    if (mention.type === "user") return `@${names.get(mention.id) ?? mention.name ?? mention.id}`;
    return `#${mention.name ?? mention.id}`;
  });
  return unescapeText(shown);
}

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
