import { expect, test } from "vitest";

import { refusalOf } from "./ask.ts";
import { user, text, search, older } from "./phrases.ts";

const wrong: readonly [string, object, RegExp][] = [
  ["no max_tokens", { max_tokens: undefined }, /^max_tokens: Field required$/],
  [
    "max_tokens beyond the model",
    { max_tokens: 200_000 },
    /^max_tokens: 200000 > 128000, which is/,
  ],
  ["a field that nobody knows", { temprature: 1 }, /^temprature: Extra inputs are not permitted$/],
  [
    "a field that a block does not have",
    { messages: [user(text("Hi.", { parsed: {} }))] },
    /^messages\.0\.content\.0\.parsed: Extra inputs are not permitted$/,
  ],
  [
    "a message without content",
    { messages: [user()] },
    /^messages\.0: all messages must have non-empty content/,
  ],
  [
    "an empty text",
    { messages: [user(text(""))] },
    /^messages: text content blocks must be non-empty$/,
  ],
  ["a text of blanks", { messages: [user(text(" \n"))] }, /must contain non-whitespace text$/],
  ["an empty system prompt", { system: "" }, /^system: text content blocks must be non-empty$/],
  [
    "a choice without tools",
    { tool_choice: { type: "auto" } },
    /^tool_choice: may only be specified while providing tools$/,
  ],
  [
    "a chosen tool that is not there",
    { ...older, tools: [search], tool_choice: { type: "tool", name: "fetch" } },
    /Tool 'fetch' not found/,
  ],
  ["two tools of one name", { tools: [search, search] }, /^tools: Tool names must be unique\.$/],
  [
    "a tool's name with a dot",
    { tools: [{ ...search, name: "a.b" }] },
    /^tools\.0\.custom\.name: String should match/,
  ],
  [
    "a kind of tool that nobody knows",
    { tools: [{ type: "web_search_1999", name: "web_search" }] },
    /^tools\.0\.type: Input tag 'web_search_1999'/,
  ],
  [
    "domains both allowed and blocked",
    {
      tools: [
        {
          type: "web_search_20260318",
          name: "web_search",
          allowed_domains: ["a.org"],
          blocked_domains: ["b.org"],
        },
      ],
    },
    /Cannot be used alongside `allowed_domains`$/,
  ],
];

test.each(wrong)("%s is answered with 400", async (_, overrides, message) => {
  expect(await refusalOf(overrides)).toMatch(message);
});
