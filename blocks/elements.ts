import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from "@slack/types";
import { limits } from "./limits.ts";
import { clamp, legible } from "./text.ts";

/** A message: blocks, and the text that stands for them in notifications. */
export type Message = { readonly text: string; readonly blocks: readonly KnownBlock[] };

export const header = (text: string): HeaderBlock => ({
  type: "header",
  text: { type: "plain_text", text: clamp(legible(text), limits.headerText), emoji: false },
});

/** Text of ours with Slack's markup; words of others in it go through `quoted`. */
export const section = (text: string): SectionBlock => ({
  type: "section",
  text: { type: "mrkdwn", text: clamp(text, limits.sectionText), verbatim: true },
});

export const context = (text: string): ContextBlock => ({
  type: "context",
  elements: [{ type: "mrkdwn", text: clamp(text, limits.sectionText), verbatim: true }],
});

export const actions = (...elements: Button[]): ActionsBlock => ({ type: "actions", elements });

export const button = (
  label: string,
  options: {
    actionId: string;
    value: string;
    style?: "primary" | "danger";
    /** Others' words are words: no colons of theirs become a picture. */
    emoji?: false;
    confirm?: { title: string; text: string; yes: string };
  },
): Button => ({
  type: "button",
  text: { type: "plain_text", text: clamp(label, limits.buttonText), emoji: options.emoji ?? true },
  action_id: options.actionId,
  value: options.value,
  ...(options.style && { style: options.style }),
  ...(options.confirm && {
    confirm: {
      title: { type: "plain_text", text: options.confirm.title },
      text: { type: "plain_text", text: options.confirm.text },
      confirm: { type: "plain_text", text: options.confirm.yes },
      deny: { type: "plain_text", text: "Back" },
    },
  }),
});

/** Running text whose characters are all shown as they are: nothing in it pings, formats or links. */
export const plain = (text: string): RichTextElement => ({ type: "text", text: legible(text) });
export const bold = (text: string): RichTextElement => ({
  type: "text",
  text: legible(text),
  style: { bold: true },
});
export const faint = (text: string): RichTextElement => ({
  type: "text",
  text: legible(text),
  style: { italic: true },
});

/** A link, where the address is one that a browser opens as a page; else the text alone. */
export const linked = (url: string, text: string): RichTextElement =>
  isWebAddress(url) ? { type: "link", url, text: legible(text) || url } : plain(text);

/** `javascript:`, `data:` and their like are no addresses of pages. */
export const isWebAddress = (url: string): boolean =>
  new TextEncoder().encode(url).length <= limits.linkUrl &&
  /^https?:\/\/[^\s/]/i.test(url) &&
  URL.canParse(url);

/** The host as it is written on the wire: look-alike letters show as `xn--…`. Empty for what is no web address. */
export const hostOf = (url: string): string => (isWebAddress(url) ? new URL(url).host : "");

/** What is said about a quote, the quote, and where it stands. */
export const quotation = (
  said: readonly RichTextElement[],
  quote: string,
  place: readonly RichTextElement[],
): RichTextBlock => ({
  type: "rich_text",
  elements: [
    { type: "rich_text_section", elements: filled(said) },
    { type: "rich_text_quote", elements: filled([plain(quote)]) },
    { type: "rich_text_section", elements: filled(place) },
  ],
});

/** A heading with bullets under it. */
export const list = (heading: string, items: readonly RichTextElement[][]): RichTextBlock => ({
  type: "rich_text",
  elements: [
    { type: "rich_text_section", elements: [bold(heading)] },
    {
      type: "rich_text_list",
      style: "bullet",
      elements: items.map((elements) => ({
        type: "rich_text_section",
        elements: filled(elements),
      })),
    },
  ],
});

/** Slack refuses a message for one empty text in it. */
const filled = (elements: readonly RichTextElement[]): RichTextElement[] => {
  const shown = elements.filter((element) => !("text" in element) || element.text !== "");
  return shown.length > 0 ? shown : [{ type: "text", text: " " }];
};
