import { expect, test } from "vitest";

import { refusalOf } from "./ask.ts";
import { user, assistant, text, use, result, older } from "./phrases.ts";

const wrong: readonly [string, object, RegExp][] = [
  [
    "a first message that is not a user's",
    { messages: [assistant(text("Hi."))] },
    /first message must use the "user" role/,
  ],
  [
    "an empty text within a tool's result",
    {
      messages: [
        user(text("Q")),
        assistant(use("a")),
        user({ ...result("a"), content: [text("")] }),
      ],
    },
    /must be non-empty/,
  ],
  [
    "a document from the assistant",
    {
      messages: [
        user(text("Q")),
        assistant({
          type: "document",
          source: { type: "text", media_type: "text/plain", data: "x" },
        }),
        user(text("Q")),
      ],
    },
    /^messages\.1\.content\.0: `document` blocks can only be in `user`/,
  ],
  [
    "a tool use from a user",
    { messages: [user(use("a"))] },
    /`tool_use` blocks can only be in `assistant` messages$/,
  ],
  [
    "a tool use without its result",
    { messages: [user(text("Q")), assistant(use("a")), user(text("So?"))] },
    /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: a\./,
  ],
  [
    "one of two results missing",
    { messages: [user(text("Q")), assistant(use("a"), use("b")), user(result("a"))] },
    /immediately after: b\./,
  ],
  [
    "a result behind a text",
    { messages: [user(text("Q")), assistant(use("a")), user(text("Here:"), result("a"))] },
    /without `tool_result` blocks immediately after: a\./,
  ],
  [
    "a result one message late",
    { messages: [user(text("Q")), assistant(use("a")), user(text("Wait.")), user(result("a"))] },
    /immediately after: a\./,
  ],
  [
    "a result of no use",
    { messages: [user(result("a"))] },
    /^messages\.0\.content\.0: unexpected `tool_use_id` found in `tool_result` blocks: a\./,
  ],
  [
    "two results of one use",
    { messages: [user(text("Q")), assistant(use("a")), user(result("a"), result("a"))] },
    /multiple `tool_result` blocks with id: a$/,
  ],
  [
    "one id for two uses",
    {
      messages: [
        user(text("Q")),
        assistant(use("a")),
        user(result("a")),
        assistant(use("a")),
        user(result("a")),
      ],
    },
    /`tool_use` ids must be unique$/,
  ],
  [
    "two system messages in a row",
    {
      messages: [
        user(text("Q")),
        { role: "system", content: "a" },
        { role: "system", content: "b" },
      ],
    },
    /^messages\.1: role 'system' must precede an 'assistant' message or end the array$/,
  ],
  [
    "a system message before a user's",
    { messages: [user(text("Q")), { role: "system", content: "a" }, user(text("Q"))] },
    /must precede an 'assistant'/,
  ],
  [
    "a system message after an assistant's",
    { messages: [user(text("Q")), assistant(text("A")), { role: "system", content: "a" }] },
    /^messages\.2: role 'system' must follow a 'user' message$/,
  ],
  [
    "a system message for an older model",
    { ...older, messages: [user(text("Q")), { role: "system", content: "a" }] },
    /Unexpected role "system"/,
  ],
  [
    "a prompt beyond the context",
    { ...older, messages: [user(text("long ".repeat(200_000)))] },
    /^prompt is too long: 250000 tokens > 200000 maximum$/,
  ],
];

test.each(wrong)("%s is answered with 400", async (_, overrides, message) => {
  expect(await refusalOf(overrides)).toMatch(message);
});
