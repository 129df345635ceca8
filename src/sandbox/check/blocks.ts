import { z } from "zod";
import {
  accessory,
  anyText,
  contextActions,
  filled,
  image,
  inputElement,
  interactive,
  interactiveElement,
  plain,
} from "./elements.ts";
import { limits } from "./limits.ts";

const blockId = z.string().max(limits.id).optional();
const block = <Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) => z.looseObject({ type: z.literal(type), block_id: blockId, ...shape });

const section = block("section", {
  text: anyText(limits.sectionText).optional(),
  fields: z.array(anyText(limits.sectionField)).min(1).max(limits.sectionFields).optional(),
  accessory: accessory.optional(),
}).refine((one) => one.text !== undefined || one.fields !== undefined, {
  error: "missing required field: text",
});

const contextElement = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("plain_text"), text: filled(limits.sectionText) }),
  z.looseObject({ type: z.literal("mrkdwn"), text: filled(limits.sectionText) }),
  image,
]);

const cell = z.looseObject({ type: z.enum(["raw_text", "raw_number", "rich_text"]) });
const source = z.looseObject({ type: z.literal("url"), url: filled(limits.url), text: z.string() });
const richText = block("rich_text", { elements: z.array(z.looseObject({ type: z.string() })) });
const taskCard = block("task_card", {
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(["pending", "in_progress", "complete", "error"]).optional(),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(source).optional(),
});
const card = block("card", {
  title: anyText(limits.cardText).optional(),
  subtitle: anyText(limits.cardText).optional(),
  body: anyText(limits.cardBody).optional(),
  actions: z.array(z.discriminatedUnion("type", [interactive[0]])).optional(),
});

/** Blocks that stand anywhere Slack draws blocks. */
const everywhere = [
  section,
  block("header", { text: plain(limits.header) }),
  block("divider", {}),
  block("context", {
    elements: z.array(contextElement).min(1).max(limits.contextElements),
  }),
  block("actions", {
    elements: z.array(interactiveElement).min(1).max(limits.actionsElements),
  }),
  block("input", {
    label: plain(limits.inputLabel),
    element: inputElement,
    hint: plain(limits.inputHint).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  image.extend({ block_id: blockId, title: plain(limits.imageAlt).optional() }),
  block("video", { title: plain(200), video_url: filled(limits.url) }),
  richText,
  block("alert", {
    text: anyText(limits.sectionText),
    level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
  }),
  card,
  block("carousel", { elements: z.array(card).min(1).max(limits.carouselCards) }),
] as const;

/** Blocks of messages alone. */
const messagesOnly = [
  block("markdown", { text: filled(limits.markdownText) }),
  block("file", { external_id: z.string(), source: z.string() }),
  block("table", {
    rows: z.array(z.array(cell).min(1).max(limits.tableCells)).min(1).max(limits.tableRows),
  }),
  block("data_table", {
    rows: z.array(z.array(cell)).min(1),
    caption: z.string(),
    page_size: z.int().min(1).max(limits.dataTablePage).optional(),
  }),
  block("context_actions", {
    elements: z
      .array(z.discriminatedUnion("type", contextActions))
      .min(1)
      .max(limits.contextActionsElements),
  }),
  taskCard,
  block("plan", { title: z.string(), tasks: z.array(taskCard).optional() }),
] as const;

const container = block("container", {
  child_blocks: z
    .array(z.discriminatedUnion("type", [...everywhere, ...messagesOnly]))
    .min(1)
    .max(limits.containerBlocks),
});

export const messageBlock = z.discriminatedUnion("type", [
  ...everywhere,
  ...messagesOnly,
  container,
]);
export const viewBlock = z.discriminatedUnion("type", [...everywhere, container]);
