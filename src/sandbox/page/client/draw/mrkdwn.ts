import { formatDate } from "./date.ts";
import { emoji } from "./emoji.ts";
import { draw, raw, type Html } from "./html.ts";
import { link } from "./link.ts";
import { maxChars } from "./read.ts";
import { nameOf, type World } from "./world.ts";

/** Slack's message markup: `*bold*`, `<url|label>`, `<@U…>`, quotes, code. Text arrives with & < > escaped. */
export function mrkdwn(text: string, world: World): Html {
  const pieces = text.slice(0, maxChars).split("```");
  const drawn = pieces.map((piece, index) => {
    // An odd piece between two fences is code; a fence that is never closed is just three backticks.
    const fenced = index % 2 === 1 && index < pieces.length - 1;
    if (fenced) return draw`<pre>${plain(piece.replace(/^\n/u, ""))}</pre>`;
    const open = index % 2 === 1 ? "```" : "";
    return paragraphs(open + piece.replace(/^\n/u, index > 0 ? "" : "$&"), world);
  });
  return draw`${drawn}`;
}

/** Plain text with `:emoji:` drawn, as in buttons and headers. */
export function plainText(text: string): Html {
  const drawn = text
    .slice(0, maxChars)
    .split(/(:[\w+'-]+:)/u)
    .map((part) => emojiOf(part) ?? draw`${part}`);
  return draw`${drawn}`;
}

/** A mention of a person, lit up when it is the reader. */
export function mention(user: string, world: World): Html {
  const mine = user === world.me ? " is-me" : "";
  return draw`<span class="mention${mine}" data-user="${user}">@${nameOf(world, user)}</span>`;
}

export function channelMention(id: string, label: string, world: World): Html {
  const name = world.channels.get(id)?.name ?? (label || id);
  return draw`<a class="mention" href="/archives/${id}" data-do="channel" data-channel="${id}">#${name}</a>`;
}

function paragraphs(text: string, world: World): Html {
  const groups: { kind: "quote" | "list" | "text"; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const kind = /^(?:&gt;|>)/u.test(line) ? "quote" : /^\s*[•◦-] /u.test(line) ? "list" : "text";
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  const drawn = groups.map(({ kind, lines }) => {
    if (kind === "quote") {
      const inner = lines.map((line) => line.replace(/^(?:&gt;|>)\s?/u, "")).join("\n");
      return draw`<blockquote>${inline(inner, world)}</blockquote>`;
    }
    if (kind === "text") return inline(lines.join("\n"), world);
    const items = lines.map((line) => line.replace(/^\s*[•◦-] /u, ""));
    return draw`<ul>${items.map((item) => draw`<li>${inline(item, world)}</li>`)}</ul>`;
  });
  return draw`${drawn}`;
}

/** Links and code are set aside first, so that an underscore in an address is not taken for italics. */
function inline(text: string, world: World): Html {
  const kept: Html[] = [];
  const keep = (piece: Html): string => `\uE000${kept.push(piece) - 1}\uE001`;
  const marked = text
    .replace(/[\uE000\uE001]/gu, "")
    .replace(/`([^`\n]+)`/gu, (_, code: string) => keep(draw`<code>${plain(code)}</code>`))
    .replace(/<([^<>\n]+)>/gu, (_, token: string) => keep(special(token, world)))
    .replace(/:[\w+'-]+:/gu, (name) => {
      const drawn = emojiOf(name);
      return drawn === undefined ? name : keep(drawn);
    });
  const styled = draw`${plain(marked)}`.markup
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])/gu, "<b>$1</b>")
    .replace(/(?<![\w_/])_(?=\S)([^_\n]*[^_\s])_(?![\w_/])/gu, "<i>$1</i>")
    .replace(/(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])/gu, "<s>$1</s>")
    .replace(/\n/gu, "<br>");
  return raw(restore(styled, kept));
}

/** Twice at most: a link inside code cannot be kept, code inside a label can. */
function restore(text: string, kept: readonly Html[]): string {
  const put = (from: string): string =>
    from.replace(/\uE000(\d+)\uE001/gu, (_, index: string) => kept[Number(index)]?.markup ?? "");
  return put(put(text));
}

function special(token: string, world: World): Html {
  const [body = "", ...rest] = token.split("|");
  const label = rest.join("|");
  if (/^@[UWB]\w+$/u.test(body)) return mention(body.slice(1), world);
  if (/^#[CG]\w+$/u.test(body)) return channelMention(body.slice(1), label, world);
  if (body.startsWith("!date^")) return dateToken(body, label, world);
  if (body.startsWith("!subteam^")) return draw`<span class="mention">${label || "@group"}</span>`;
  if (/^!(?:here|channel|everyone)$/u.test(body)) {
    return draw`<span class="mention is-me">@${body.slice(1)}</span>`;
  }
  const url = plain(body);
  if (/^(?:https?:|mailto:)/iu.test(url)) return link(url, label === "" ? url : styledLabel(label));
  return draw`${label || `<${url}>`}`;
}

function styledLabel(label: string): Html {
  return plainText(plain(label));
}

function dateToken(body: string, fallback: string, world: World): Html {
  const [, seconds = "", format = "", url = ""] = body.split("^");
  const shown = formatDate(Number(seconds), format, world.now) || plain(fallback);
  return url === "" ? draw`<span title="${plain(fallback)}">${shown}</span>` : link(url, shown);
}

function emojiOf(name: string): Html | undefined {
  const picture = name.startsWith(":") ? emoji(name.slice(1, -1)) : undefined;
  return picture === undefined
    ? undefined
    : draw`<span class="emoji" role="img" aria-label="${name}">${picture}</span>`;
}

/** Slack escapes exactly these three, nothing else. */
function plain(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
