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
import { clamp } from "./text.ts";

/** A message: blocks, and the text that stands for them in notifications. */
export type Message = { readonly text: string; readonly blocks: readonly KnownBlock[] };

export const header = (text: string): HeaderBlock => ({
  type: "header",
  text: { type: "plain_text", text: clamp(text, limits.headerText), emoji: false },
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
    confirm?: { title: string; text: string; yes: string };
  },
): Button => ({
  type: "button",
  text: { type: "plain_text", text: clamp(label, limits.buttonText), emoji: true },
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
export const plain = (text: string): RichTextElement => ({ type: "text", text });
export const bold = (text: string): RichTextElement => ({
  type: "text",
  text,
  style: { bold: true },
});
export const faint = (text: string): RichTextElement => ({
  type: "text",
  text,
  style: { italic: true },
});
export const linked = (url: string, text: string): RichTextElement => ({ type: "link", url, text });

export const paragraph = (...elements: RichTextElement[]): RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});

/** A heading with bullets under it. */
export const list = (heading: string, items: readonly RichTextElement[][]): RichTextBlock => ({
  type: "rich_text",
  elements: [
    { type: "rich_text_section", elements: [bold(heading)] },
    {
      type: "rich_text_list",
      style: "bullet",
      elements: items.map((elements) => ({ type: "rich_text_section", elements })),
    },
  ],
});
