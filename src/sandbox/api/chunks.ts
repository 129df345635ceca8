import type { PlanBlock, RichTextBlock, TaskCardBlock } from "@slack/types";
import { z } from "zod";
import { checkMessageBlocks } from "../check/check.ts";
import { limits } from "../check/limits.ts";
import { Block, type Message } from "../shapes.ts";

const detail = z.string().max(limits.taskDetail).exactOptional();
const Source = z.object({ type: z.literal("url"), url: z.string(), text: z.string() });

const Chunk = z.discriminatedUnion("type", [
  z.object({ type: z.literal("markdown_text"), text: z.string() }),
  z.object({ type: z.literal("plan_update"), title: z.string() }),
  z.object({
    type: z.literal("task_update"),
    id: z.string(),
    title: z.string(),
    status: z.enum(["pending", "in_progress", "complete", "error"]),
    details: detail,
    output: detail,
    sources: z.array(Source).exactOptional(),
  }),
  z.object({ type: z.literal("blocks"), blocks: z.array(z.unknown()) }),
]);
type Chunk = z.infer<typeof Chunk>;
/** What `chat.appendStream` takes: text, a plan's title, a task's progress, or whole blocks. */
export const Chunks = z.array(Chunk);

type Body = Pick<Message, "text"> & Partial<Pick<Message, "blocks">>;
type Words = { markdown_text?: string | undefined; chunks?: Chunk[] | undefined };

/** Adds chunks to a message: text joins the last markdown block, tasks a plan at the top. */
export function fold(body: Body, { markdown_text, chunks = [] }: Words): Body {
  const text: Chunk[] = markdown_text ? [{ type: "markdown_text", text: markdown_text }] : [];
  return [...text, ...chunks].reduce(add, { text: body.text, blocks: body.blocks ?? [] });
}

function add(body: Body, chunk: Chunk): Body {
  const blocks = body.blocks ?? [];
  if (chunk.type === "markdown_text") {
    return { text: body.text + chunk.text, blocks: appendText(blocks, chunk.text) };
  }
  if (chunk.type === "blocks") {
    return { ...body, blocks: [...blocks, ...checkMessageBlocks(chunk.blocks)] };
  }
  const change = (plan: Plan) =>
    chunk.type === "plan_update" ? { ...plan, title: chunk.title } : withTask(plan, taskOf(chunk));
  return { ...body, blocks: inPlan(blocks, change) };
}

function appendText(blocks: Block[], text: string): Block[] {
  const last = blocks.at(-1);
  if (last?.type !== "markdown") return [...blocks, { type: "markdown", text }];
  return [...blocks.slice(0, -1), { ...last, text: `${String(last["text"])}${text}` }];
}

const Plan = z.looseObject({
  type: z.literal("plan"),
  title: z.string(),
  tasks: z.array(z.custom<TaskCardBlock>()).default([]),
});
type Plan = z.infer<typeof Plan>;

function inPlan(blocks: Block[], change: (plan: Plan) => Plan): Block[] {
  const index = blocks.findIndex((block) => block.type === "plan");
  const empty: PlanBlock = { type: "plan", title: "", tasks: [] };
  const plan = change(Plan.parse(blocks[index] ?? empty));
  return index < 0 ? [plan, ...blocks] : blocks.with(index, plan);
}

function withTask(plan: Plan, task: TaskCardBlock): Plan {
  const index = plan.tasks.findIndex((one) => one.task_id === task.task_id);
  if (index < 0) return { ...plan, tasks: [...plan.tasks, task] };
  return { ...plan, tasks: plan.tasks.with(index, { ...plan.tasks[index], ...task }) };
}

function taskOf(chunk: Extract<Chunk, { type: "task_update" }>): TaskCardBlock {
  const { id, title, status, details, output, sources } = chunk;
  return {
    type: "task_card",
    task_id: id,
    title,
    status,
    ...(details !== undefined && { details: richText(details) }),
    ...(output !== undefined && { output: richText(output) }),
    ...(sources !== undefined && { sources }),
  };
}

function richText(text: string): RichTextBlock {
  const section = {
    type: "rich_text_section" as const,
    elements: [{ type: "text" as const, text }],
  };
  return { type: "rich_text", elements: [section] };
}
