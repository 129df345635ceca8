import type { Message } from "../../blocks/elements.ts";
import { checkMessageBlocks } from "../../src/sandbox/check/check.ts";
import { limits } from "../../src/sandbox/check/limits.ts";

/** What Slack refuses though its reference gives no number for it; see `blocks/limits.ts`. */
const blocksBytesMax = 13_000;
/** Of the text that stands for the blocks; ours is kept below what can still be edited. */
const textMax = 3_000;

/** Why Slack would refuse a message, or cut it; nothing where it takes it whole. */
export function refusals({ text, blocks }: Message): string[] {
  const bytes = new TextEncoder().encode(JSON.stringify(blocks)).length;
  const things = walk(blocks);
  const links = things.filter(({ type }) => type === "link");
  return [
    ...invalid(blocks),
    ...(text === "" ? ["the text is empty"] : []),
    ...(text.length > textMax ? ["the text is too long"] : []),
    ...(bytes >= blocksBytesMax ? [`${bytes} bytes of blocks`] : []),
    ...(links.some(({ url }) => String(url).length > limits.url) ? ["a link is too long"] : []),
    // An empty text in a rich text makes Slack refuse the whole message, too.
    ...(things.some((thing) => thing["type"] === "text" && thing["text"] === "")
      ? ["an empty text"]
      : []),
    ...(things.every((thing) => JSON.stringify(thing["text"] ?? "").isWellFormed())
      ? []
      : ["half a character"]),
  ];
}

/** What Slack's own check of blocks says. */
function invalid(blocks: Message["blocks"]): string[] {
  try {
    checkMessageBlocks(blocks);
    return [];
  } catch (error) {
    return [error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error)];
  }
}

type Thing = Record<string, unknown>;

/** Every object in a value, parents first. */
export function walk(value: unknown): readonly Thing[] {
  if (Array.isArray(value)) return value.flatMap(walk);
  if (typeof value !== "object" || value === null) return [];
  return [Object.fromEntries(Object.entries(value)), ...Object.values(value).flatMap(walk)];
}

/** Texts in which Slack reads markup: `mrkdwn` objects and the fallback text. */
export const markedTexts = (messages: readonly Message[]): readonly string[] => [
  ...messages.map(({ text }) => text),
  ...walk(messages.map(({ blocks }) => blocks)).flatMap((found) =>
    found["type"] === "mrkdwn" ? [String(found["text"])] : [],
  ),
];

/** Everything that can be pressed or opened as a link. */
export const links = (messages: readonly Message[]): readonly string[] =>
  walk(messages.map(({ blocks }) => blocks)).flatMap((found) =>
    found["type"] === "link" || found["url"] !== undefined ? [String(found["url"])] : [],
  );

/** What a reader reads in the bullets of the messages, one after the other, without the marks of a split. */
export const readAloud = (messages: readonly Message[]): string =>
  walk(messages.map(({ blocks }) => blocks))
    .filter((found) => found["type"] === "rich_text_list")
    .flatMap((bullets) => walk(bullets["elements"]))
    .flatMap((found) =>
      found["type"] === "text" || found["type"] === "link" ? [String(found["text"])] : [],
    )
    .join("")
    .replaceAll(" …… ", "");
