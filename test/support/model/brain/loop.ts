import type { ReplyBlock } from "../reply.ts";
import type { MessageRequest, RequestTool } from "../request.ts";
import { isCustom } from "../rules/tools.ts";
import { makeFrom, type Hints } from "./made.ts";
import { sentencesOf, textsOf, urlsOf } from "./reading.ts";
import type { Stuff } from "./values.ts";

/** What a tool is for, as its name says. */
export type Purpose = "search" | "read" | "record" | "other";

type Use = {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: string;
  readonly failed: boolean;
};

/** At most so many sources are read, and recorded, in one loop. */
const sourcesMax = 3;

const order = ["search", "read", "record"] as const;

/**
 * The calls of the next turn: first every search, then a read of what was found, then a record of what was read;
 * none when that is done. A step for which there is no tool is left out.
 */
export function nextCalls(
  request: MessageRequest,
  stuff: Stuff,
  hints: Hints,
): readonly ReplyBlock[] {
  const tools = offered(request);
  const uses = usesOf(request);
  const done = new Set(uses.map(({ name }) => purposeOf(name)));
  const last = order.findLastIndex((purpose) => done.has(purpose));
  for (const purpose of order.slice(last + 1)) {
    const fit = tools.filter(({ name }) => purposeOf(name) === purpose);
    const calls = fit.flatMap((tool) => callsOf(tool, purpose, uses, stuff, hints));
    if (calls.length > 0) return isParallel(request) ? calls : calls.slice(0, 1);
  }
  return [];
}

/** The client's tools that the model may call. */
export const offered = ({
  tools = [],
  tool_choice: choice,
}: MessageRequest): readonly RequestTool[] =>
  choice?.type === "none" ? [] : tools.filter(isCustom);

export function purposeOf(name: string): Purpose {
  if (/record|note|save|keep|evidence|finding/i.test(name)) return "record";
  if (/search|find|query|lookup|list/i.test(name)) return "search";
  return /fetch|read|open|get|page|browse/i.test(name) ? "read" : "other";
}

/** Every call of a client's tool so far, with what it brought. */
export function usesOf({ messages }: MessageRequest): readonly Use[] {
  const blocks = messages.flatMap(({ content }) => content);
  const results = new Map(
    blocks.flatMap((block) => (block.type === "tool_result" ? [[block.tool_use_id, block]] : [])),
  );
  return blocks.flatMap((block) => {
    if (block.type !== "tool_use") return [];
    const result = results.get(block.id);
    const texts = result?.content.flatMap((part) =>
      part.type === "search_result" ? [part.source, ...textsOf(part)] : textsOf(part),
    );
    const { name, input } = block;
    return [{ name, input, result: (texts ?? []).join("\n"), failed: result?.is_error === true }];
  });
}

function callsOf(
  tool: RequestTool,
  purpose: Exclude<Purpose, "other">,
  uses: readonly Use[],
  stuff: Stuff,
  hints: Hints,
): readonly ReplyBlock[] {
  if (purpose === "search") return [call(tool, stuff, hints)];
  if (purpose === "read") {
    const targets = targetsOf(tool, uses);
    return targets.map((target) => call(tool, { ...stuff, urls: [target], ids: [target] }, hints));
  }
  const read = uses.filter(({ name, failed }) => purposeOf(name) === "read" && !failed);
  const sources = read.length > 0 ? read : uses.filter(({ failed }) => !failed);
  return sources.slice(0, sourcesMax).map(({ input, result }) => {
    const names = Object.values(input).filter((value) => typeof value === "string");
    const own = sentencesOf(result).filter((sentence) => !/^https?:/.test(sentence));
    return call(tool, { ...stuff, urls: names, ids: names, sentences: own, seed: 0 }, hints);
  });
}

/** What a search found that this tool can read: values of the tool's own field names, else addresses. */
function targetsOf(tool: RequestTool, uses: readonly Use[]): readonly string[] {
  const found = uses
    .filter(({ name }) => purposeOf(name) === "search")
    .map(({ result }) => result)
    .join("\n");
  const fields = Object.keys(Object(tool.input_schema?.["properties"]));
  const named = fields
    .map((field) => [
      ...found.matchAll(new RegExp(`"?\\b${field}"?\\s*[:=]\\s*"?([^"'\\s,}>\\]]+)`, "g")),
    ])
    .find((matches) => matches.length > 0);
  const targets = named?.map(([, value = ""]) => value) ?? urlsOf(found);
  return [...new Set(targets)].slice(0, sourcesMax);
}

function call(tool: RequestTool, stuff: Stuff, hints: Hints): ReplyBlock {
  const input = makeFrom(tool.input_schema, stuff, hints);
  return { type: "tool_use", name: tool.name, input: { ...Object(input) } };
}

const isParallel = ({ tool_choice: choice }: MessageRequest): boolean =>
  !(choice && "disable_parallel_tool_use" in choice && choice.disable_parallel_tool_use);
