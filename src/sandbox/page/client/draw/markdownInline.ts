import { emoji } from "./emoji.ts";
import { draw, raw, type Html } from "./html.ts";
import { link } from "./link.ts";
import { channelMention, mention } from "./mrkdwn.ts";
import type { World } from "./world.ts";

/** Markdown within a line: emphasis, code, links, mentions. Pictures become links: nothing is fetched. */
export function markdownInline(text: string, world: World): Html {
  const kept: Html[] = [];
  const keep = (piece: Html): string => `\uE000${kept.push(piece) - 1}\uE001`;
  const marked = text
    .replace(/[\uE000\uE001]/gu, "")
    .replace(/\\([\\`*_{}[\]()#+.!~|<>-])/gu, (_, char: string) => keep(draw`${char}`))
    .replace(/(`+)([^`\n]+)\1/gu, (_, __, code: string) => keep(draw`<code>${code.trim()}</code>`))
    .replace(/<@([UWB]\w+)>/gu, (_, user: string) => keep(mention(user, world)))
    .replace(/<#([CG]\w+)(?:\|[^>]*)?>/gu, (_, id: string) => keep(channelMention(id, "", world)))
    .replace(
      /!?\[([^\]\n]*)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:\s+"[^"\n]*")?\s*\)/gu,
      (_, label: string, url: string) => keep(link(url, label || url)),
    )
    .replace(/<((?:https?:|mailto:)[^<>\s]+)>/gu, (_, url: string) => keep(link(url, url)))
    .replace(/https?:\/\/[^\s<>\uE000]+[^\s<>\uE000.,;:!?)\]'"*_]/gu, (url) => keep(link(url, url)))
    .replace(/:([\w+'-]+):/gu, (whole, name: string) => emoji(name) ?? whole);
  const styled = draw`${marked}`.markup
    .replace(/\*\*(?=\S)([^*\n]*[^*\s])\*\*/gu, "<b>$1</b>")
    .replace(/(?<!\w)__(?=\S)([^\n_]*[^\s_])__(?!\w)/gu, "<b>$1</b>")
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]*[^*\s])\*(?!\w)/gu, "<i>$1</i>")
    .replace(/(?<![\w_])_(?=[^\s_])([^_\n]*[^_\s])_(?!\w)/gu, "<i>$1</i>")
    .replace(/~~(?=\S)([^~\n]*[^~\s])~~/gu, "<s>$1</s>")
    .replace(/ {2,}\n|\n/gu, "<br>");
  return raw(restore(styled, kept));
}

function restore(text: string, kept: readonly Html[]): string {
  const put = (from: string): string =>
    from.replace(/\uE000(\d+)\uE001/gu, (_, index: string) => kept[Number(index)]?.markup ?? "");
  // Code or a mention inside a link's label was kept before the link was: one more round each.
  return put(put(put(text)));
}
