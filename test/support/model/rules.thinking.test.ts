import { expect, test } from "vitest";

import { refusalOf } from "./ask.ts";
import { user, assistant, text, search, older } from "./phrases.ts";

const wrong: readonly [string, object, RegExp][] = [
  [
    "a prefill",
    { messages: [user(text("Q")), assistant(text("The answer is"))] },
    /does not support assistant message prefill/,
  ],
  [
    "any tool forced",
    { tools: [search], tool_choice: { type: "any" } },
    /^tool_choice: type "tool" and "any" are not supported for this model\.$/,
  ],
  [
    "one tool forced",
    { model: "claude-opus-5-5", tools: [search], tool_choice: { type: "tool", name: "search" } },
    /^tool_choice: type "tool" and "any"/,
  ],
  [
    "a tool forced while thinking",
    {
      ...older,
      max_tokens: 4_000,
      tools: [search],
      tool_choice: { type: "any" },
      thinking: { type: "enabled", budget_tokens: 1_024 },
    },
    /^Thinking may not be enabled when tool_choice forces/,
  ],
  [
    "thinking by budget on a new model",
    { thinking: { type: "enabled", budget_tokens: 1_024 } },
    /^"thinking\.type\.enabled" is not supported for this model/,
  ],
  [
    "thinking switched off on Opus",
    { model: "claude-opus-5-5", thinking: { type: "disabled" } },
    /^"thinking\.type\.disabled" is not supported/,
  ],
  [
    "a budget that is all there is",
    { ...older, thinking: { type: "enabled", budget_tokens: 1_024 } },
    /^`max_tokens` must be greater than/,
  ],
  [
    "no thinking at the highest effort",
    { thinking: { type: "between_tools" }, output_config: { effort: "max" } },
    /^output_config\.effort: "max"/,
  ],
  [
    "the binding's control without its beta",
    { thinking: { type: "adaptive", block_binding: {} } },
    /block_binding: Extra inputs/,
  ],
  ["a temperature", { temperature: 0.2 }, /^`temperature` is deprecated for this model\.$/],
  ["a top_p", { top_p: 0.9 }, /^`top_p` is deprecated for this model\.$/],
  [
    "a temperature while thinking",
    {
      ...older,
      max_tokens: 4_000,
      temperature: 0,
      thinking: { type: "enabled", budget_tokens: 1_024 },
    },
    /may only be set to 1 when thinking/,
  ],
];

test.each(wrong)("%s is answered with 400", async (_, overrides, message) => {
  expect(await refusalOf(overrides)).toMatch(message);
});
