import { z } from "zod";

import { Block, CacheControl, Text } from "./blocks.ts";
import { invalid } from "./failure.ts";

const asBlocks = (content: unknown) =>
  typeof content === "string" ? [{ type: "text", text: content }] : content;

const Message = z.strictObject({
  role: z.enum(["user", "assistant", "system"]),
  content: z.preprocess(asBlocks, z.array(Block)),
});

/** Of tools only what the stand-in looks at is spelled out: there are too many kinds of them. */
const Tool = z.looseObject({
  name: z.string(),
  type: z.string().nullish(),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal("object") }).optional(),
  strict: z.boolean().optional(),
  citations: z.looseObject({ enabled: z.boolean().optional() }).nullish(),
  allowed_domains: z.array(z.string()).nullish(),
  blocked_domains: z.array(z.string()).nullish(),
  cache_control: CacheControl,
});

const parallel = { disable_parallel_tool_use: z.boolean().optional() };

const ToolChoice = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("auto"), ...parallel }),
  z.strictObject({ type: z.literal("any"), ...parallel }),
  z.strictObject({ type: z.literal("tool"), name: z.string(), ...parallel }),
  z.strictObject({ type: z.literal("none") }),
]);

const shown = {
  display: z.enum(["summarized", "omitted"]).nullish(),
  block_binding: z
    .strictObject({ prefix_mismatch_behavior: z.enum(["error", "drop_block"]).nullish() })
    .nullish(),
};

const Thinking = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("adaptive"), ...shown }),
  z.strictObject({ type: z.literal("enabled"), budget_tokens: z.int().min(1_024), ...shown }),
  z.strictObject({ type: z.literal("between_tools") }),
  z.strictObject({ type: z.literal("disabled") }),
]);

const OutputConfig = z.strictObject({
  effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
  format: z
    .strictObject({
      type: z.literal("json_schema"),
      schema: z.record(z.string(), z.unknown()),
      name: z.string().optional(),
    })
    .nullish(),
});

/** A request as `POST /v1/messages` takes it, with every string content already turned into a text block. */
export const MessageRequest = z.strictObject({
  model: z.string(),
  max_tokens: z.int().min(0),
  messages: z.array(Message).min(1).max(100_000),
  system: z.preprocess(asBlocks, z.array(Text)).optional(),
  tools: z.array(Tool).optional(),
  tool_choice: ToolChoice.optional(),
  thinking: Thinking.optional(),
  output_config: OutputConfig.optional(),
  cache_control: CacheControl,
  container: z.unknown().optional(),
  diagnostics: z.unknown().optional(),
  inference_geo: z.string().nullish(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
  speed: z.enum(["standard", "fast"]).nullish(),
  stop_sequences: z.array(z.string()).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.int().optional(),
});
export type MessageRequest = z.infer<typeof MessageRequest>;
export type RequestMessage = MessageRequest["messages"][number];
export type RequestTool = NonNullable<MessageRequest["tools"]>[number];

/** Parses a body, or throws the 400 that the service would answer: the first problem, with its path. */
export function parseRequest(body: unknown): MessageRequest {
  const parsed = MessageRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(issue ? wording(issue, body) : "The request body is not valid.");
}

function wording(issue: z.core.$ZodIssue, body: unknown): string {
  if (issue.code === "unrecognized_keys") {
    return `${[...issue.path, issue.keys[0]].join(".")}: Extra inputs are not permitted`;
  }
  const path = issue.path.join(".");
  return valueAt(body, issue.path) === undefined
    ? `${path}: Field required`
    : `${path}: ${issue.message}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
