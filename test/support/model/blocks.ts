import { z } from "zod";

/** A breakpoint of the prompt cache; without a ttl it lives five minutes. */
export const CacheControl = z
  .strictObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() })
  .nullish();

const CitationsConfig = z.strictObject({ enabled: z.boolean().optional() });

/** The fields of blocks are closed, as at the service: a field that it does not know is answered with 400. */
export const Text = z.strictObject({
  type: z.literal("text"),
  text: z.string(),
  cache_control: CacheControl,
  citations: z.array(z.looseObject({ type: z.string(), cited_text: z.string() })).nullish(),
});

const Image = z.strictObject({
  type: z.literal("image"),
  source: z.looseObject({ type: z.enum(["base64", "url", "file"]) }),
  cache_control: CacheControl,
  transformations: z.unknown().optional(),
});

const SearchResult = z.strictObject({
  type: z.literal("search_result"),
  source: z.string(),
  title: z.string(),
  content: z.array(Text),
  citations: CitationsConfig.optional(),
  cache_control: CacheControl,
});

const DocumentSource = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    media_type: z.literal("text/plain"),
    data: z.string(),
  }),
  z.strictObject({
    type: z.literal("base64"),
    media_type: z.literal("application/pdf"),
    data: z.string(),
  }),
  z.strictObject({
    type: z.literal("content"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [Text, Image]))]),
  }),
  z.strictObject({ type: z.literal("url"), url: z.string() }),
  z.strictObject({ type: z.literal("file"), file_id: z.string() }),
]);

const Document = z.strictObject({
  type: z.literal("document"),
  source: DocumentSource,
  title: z.string().nullish(),
  context: z.string().nullish(),
  citations: CitationsConfig.nullish(),
  cache_control: CacheControl,
});

const ToolReference = z.strictObject({
  type: z.literal("tool_reference"),
  tool_name: z.string(),
  cache_control: CacheControl,
});

const ResultContent = z.discriminatedUnion("type", [
  Text,
  Image,
  SearchResult,
  Document,
  ToolReference,
]);

const ToolResult = z.strictObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string(),
  // A string is shorthand for one text block; no text at all is allowed here, and only here.
  content: z.preprocess(
    (content) =>
      typeof content === "string" && content !== ""
        ? [{ type: "text", text: content }]
        : content || [],
    z.array(ResultContent),
  ),
  is_error: z.boolean().optional(),
  toolset_name: z.string().nullish(),
  cache_control: CacheControl,
});

const ToolUse = z.strictObject({
  type: z.literal("tool_use"),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  caller: z.looseObject({ type: z.string() }).optional(),
  toolset_name: z.string().nullish(),
  cache_control: CacheControl,
});

const ServerToolUse = z.strictObject({
  type: z.literal("server_tool_use"),
  id: z.string(),
  name: z.string(),
  input: z.unknown(),
  caller: z.looseObject({ type: z.string() }).optional(),
  cache_control: CacheControl,
});

const Thinking = z.strictObject({
  type: z.literal("thinking"),
  thinking: z.string(),
  signature: z.string(),
});

const RedactedThinking = z.strictObject({
  type: z.literal("redacted_thinking"),
  data: z.string(),
});

const serverResult = <Type extends string>(type: Type) =>
  z.looseObject({ type: z.literal(type), tool_use_id: z.string(), cache_control: CacheControl });

/** Any block of a message. Who may send which is a rule of its own. */
export const Block = z.discriminatedUnion("type", [
  Text,
  Image,
  SearchResult,
  Document,
  ToolResult,
  ToolUse,
  ServerToolUse,
  Thinking,
  RedactedThinking,
  serverResult("web_search_tool_result"),
  serverResult("web_fetch_tool_result"),
  serverResult("code_execution_tool_result"),
  serverResult("bash_code_execution_tool_result"),
  serverResult("text_editor_code_execution_tool_result"),
  serverResult("tool_search_tool_result"),
]);
export type Block = z.infer<typeof Block>;
/** What a tool's result may hold. */
export type ResultBlock = z.infer<typeof ResultContent>;
export type SearchResultBlock = z.infer<typeof SearchResult>;
export type DocumentBlock = z.infer<typeof Document>;
