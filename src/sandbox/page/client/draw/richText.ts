import { formatDate } from "./date.ts";
import { emoji } from "./emoji.ts";
import { draw, type Html } from "./html.ts";
import { link } from "./link.ts";
import { channelMention, mention } from "./mrkdwn.ts";
import { field, listField, textField } from "./read.ts";
import type { World } from "./world.ts";

/** Levels a list is indented by; Slack has as many. */
const maxIndent = 8;

/** A `rich_text` block, or one of its sections, lists, quotes and code blocks. */
export function richText(block: unknown, world: World): Html {
  return draw`${listField(block, "elements").map((element) => part(element, world))}`;
}

function part(element: unknown, world: World): Html {
  const inner = listField(element, "elements");
  switch (textField(element, "type")) {
    case "rich_text_list":
      return richList(element, world);
    case "rich_text_quote":
      return draw`<blockquote>${inner.map((piece) => inline(piece, world))}</blockquote>`;
    case "rich_text_preformatted":
      return draw`<pre>${inner.map((piece) => inline(piece, world))}</pre>`;
    default:
      return draw`<div>${inner.map((piece) => inline(piece, world))}</div>`;
  }
}

function richList(list: unknown, world: World): Html {
  const items = listField(list, "elements").map((item) => draw`<li>${part(item, world)}</li>`);
  const indent = Math.min(Number(textField(list, "indent")) || 0, maxIndent);
  const offset = Number(textField(list, "offset")) || 0;
  return textField(list, "style") === "ordered"
    ? draw`<ol class="indent-${indent}" start="${offset + 1}">${items}</ol>`
    : draw`<ul class="indent-${indent}">${items}</ul>`;
}

function inline(element: unknown, world: World): Html {
  return styled(bare(element, world), field(element, "style"));
}

function bare(element: unknown, world: World): Html {
  const text = textField(element, "text");
  switch (textField(element, "type")) {
    case "text":
      return draw`${text}`;
    case "link":
      return link(textField(element, "url"), text || textField(element, "url"));
    case "user":
      return mention(textField(element, "user_id"), world);
    case "channel":
      return channelMention(textField(element, "channel_id"), "", world);
    case "broadcast":
      return draw`<span class="mention is-me">@${textField(element, "range")}</span>`;
    case "usergroup":
      return draw`<span class="mention">@${textField(element, "usergroup_id")}</span>`;
    case "emoji":
      return emojiElement(textField(element, "name"));
    case "date":
      return dateElement(element, world);
    case "color":
      return draw`<code>${textField(element, "value")}</code>`;
    default:
      return draw`${text}`;
  }
}

function emojiElement(name: string): Html {
  const picture = emoji(name);
  if (picture === undefined) return draw`:${name}:`;
  return draw`<span class="emoji" role="img" aria-label=":${name}:">${picture}</span>`;
}

function dateElement(element: unknown, world: World): Html {
  const seconds = Number(textField(element, "timestamp"));
  const shown = formatDate(seconds, textField(element, "format"), world.now);
  return draw`${shown || textField(element, "fallback")}`;
}

function styled(inner: Html, style: unknown): Html {
  let drawn = inner;
  if (field(style, "code") === true) drawn = draw`<code>${drawn}</code>`;
  if (field(style, "bold") === true) drawn = draw`<b>${drawn}</b>`;
  if (field(style, "italic") === true) drawn = draw`<i>${drawn}</i>`;
  if (field(style, "strike") === true) drawn = draw`<s>${drawn}</s>`;
  if (field(style, "underline") === true) drawn = draw`<u>${drawn}</u>`;
  return drawn;
}
