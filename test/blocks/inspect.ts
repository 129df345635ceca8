import { expect } from "vitest";
import type { Message } from "../../blocks/elements.ts";
import { checkMessageBlocks } from "../../src/sandbox/check/check.ts";
import { limits } from "../../src/sandbox/check/limits.ts";

/** What Slack refuses though its reference gives no number for it; see `blocks/limits.ts`. */
const blocksBytesMax = 13_000;

/** Fails where Slack would refuse a message, or cut it. */
export function expectAccepted(messages: readonly Message[]): void {
  for (const { text, blocks } of messages) {
    expect(checkMessageBlocks(blocks)).toHaveLength(blocks.length);
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(new TextEncoder().encode(JSON.stringify(blocks)).length).toBeLessThan(blocksBytesMax);
    for (const found of walk(blocks)) {
      if (found["type"] === "link") {
        expect(String(found["url"]).length).toBeLessThanOrEqual(limits.url);
      }
      // An empty text in a rich text makes Slack refuse the whole message, too.
      if (found["type"] === "text") expect(found["text"]).not.toBe("");
      expect(JSON.stringify(found["text"] ?? "").isWellFormed()).toBe(true);
    }
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
