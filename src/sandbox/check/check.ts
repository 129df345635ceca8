import { z } from "zod";
import { SlackFailure, invalidArguments } from "../failure.ts";
import { Block } from "../shapes.ts";
import { messageBlock, viewBlock } from "./blocks.ts";
import { complaints, pointed } from "./complaints.ts";
import { finish } from "./finish.ts";
import { limits } from "./limits.ts";
import { ViewArguments } from "./view.ts";

/** The blocks of a message, with the ids Slack adds; else `invalid_blocks` with what is wrong and where. */
export function checkMessageBlocks(blocks: unknown): Block[] {
  const list = listOf(blocks);
  const wrong = blockComplaints(list, messageBlock, limits.blocksPerMessage, "/blocks");
  const markdown = list
    .filter((block) => block.type === "markdown")
    .reduce((total, block) => total + String(block["text"]).length, 0);
  if (markdown > limits.markdownTotal) {
    wrong.push(pointed(`must be less than ${limits.markdownTotal + 1} characters`, "/blocks"));
  }
  if (list.filter((block) => block.type === "table").length > limits.tablesPerMessage) {
    throw new SlackFailure("invalid_attachments", messagesOf(["only_one_table_allowed"]));
  }
  if (wrong.length > 0) {
    throw new SlackFailure("invalid_blocks", { errors: wrong, ...messagesOf(wrong) });
  }
  return list.map(finish);
}

/** A modal or Home tab with the ids Slack adds; else `invalid_arguments`, or `view_too_large`. */
export function checkView(view: unknown): ViewArguments {
  const parsed = ViewArguments.safeParse(view, { reportInput: true });
  if (!parsed.success) throw invalidArguments(complaints(parsed.error, "/view"));
  if (JSON.stringify(view).length > limits.viewBytes) throw new SlackFailure("view_too_large");
  const { data } = parsed;
  const wrong = blockComplaints(data.blocks, viewBlock, limits.blocksPerView, "/view/blocks");
  const asks = data.blocks.some((block) => block.type === "input");
  if (data.type === "modal" && asks && !data.submit) {
    wrong.push(pointed("missing required field: submit", "/view"));
  }
  if (wrong.length > 0) throw invalidArguments(wrong);
  return { ...data, blocks: data.blocks.map(finish) };
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const flat = z.record(z.string(), scalar);
const Metadata = z.object({
  event_type: z.string().min(1).max(limits.id),
  event_payload: z.record(z.string(), z.union([scalar, flat, z.array(z.union([scalar, flat]))])),
});

/** Message metadata: ids and flat objects, nothing deeper; else `invalid_metadata_format` and its kin. */
export function checkMetadata(metadata: unknown): z.infer<typeof Metadata> {
  const parsed = Metadata.safeParse(metadata);
  if (!parsed.success) {
    const shaped = z.looseObject({ event_type: z.string(), event_payload: z.looseObject({}) });
    const schemaOnly = shaped.safeParse(metadata).success;
    throw new SlackFailure(schemaOnly ? "invalid_metadata_schema" : "invalid_metadata_format");
  }
  if (JSON.stringify(parsed.data).length > limits.metadataBytes) {
    throw new SlackFailure("metadata_too_large");
  }
  return parsed.data;
}

function listOf(blocks: unknown): Block[] {
  const parsed = z.array(z.looseObject({})).safeParse(blocks);
  if (!parsed.success) throw new SlackFailure("invalid_blocks_format");
  const typed = z.array(Block).safeParse(parsed.data, { reportInput: true });
  if (typed.success) return typed.data;
  const wrong = complaints(typed.error, "/blocks");
  throw new SlackFailure("invalid_blocks", { errors: wrong, ...messagesOf(wrong) });
}

function blockComplaints(blocks: Block[], schema: z.ZodType, max: number, at: string): string[] {
  const wrong = blocks.length > max ? [pointed(`no more than ${max} items allowed`, at)] : [];
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const here = `${at}/${index}`;
    const parsed = schema.safeParse(block, { reportInput: true });
    if (!parsed.success) wrong.push(...complaints(parsed.error, here));
    if (block.block_id !== undefined && blockIds.has(block.block_id)) {
      wrong.push(pointed(`\`block_id\` "${block.block_id}" already exists`, `${here}/block_id`));
    }
    if (block.block_id !== undefined) blockIds.add(block.block_id);
    const twice = repeatedActionId(block);
    if (twice !== undefined) {
      wrong.push(pointed(`\`action_id\` "${twice}" already exists`, `${here}/elements`));
    }
  }
  return wrong;
}

/** Within one block no two elements may share an `action_id`. */
function repeatedActionId(block: Block): string | undefined {
  const Elements = z.array(z.looseObject({ action_id: z.string().optional() }));
  const elements = Elements.safeParse(block["elements"]);
  const ids = (elements.data ?? []).flatMap(({ action_id }) => action_id ?? []);
  return ids.find((id, index) => ids.indexOf(id) !== index);
}

function messagesOf(wrong: string[]) {
  return { response_metadata: { messages: wrong.map((message) => `[ERROR] ${message}`) } };
}
