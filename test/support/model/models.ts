import type Anthropic from "@anthropic-ai/sdk";

import type { ModelFacts } from "./catalogue.ts";
import { notFound } from "./failure.ts";

/** `GET /v1/models`: the newest first, and without the retired ones. */
export function listModels(models: readonly ModelFacts[]) {
  const data = models
    .filter(({ lifecycle }) => lifecycle !== "retired")
    .toSorted((one, other) => (one.releasedAt < other.releasedAt ? 1 : -1))
    .map(infoOf);
  return {
    data,
    has_more: false,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

/** `GET /v1/models/:id`, also of a retired one. */
export function retrieveModel(models: readonly ModelFacts[], id: string): Anthropic.ModelInfo {
  const found = models.find((model) => model.id === id);
  if (!found) throw notFound(`model: ${id}`);
  return infoOf(found);
}

const yes = { supported: true };
const no = { supported: false };

function infoOf(model: ModelFacts): Anthropic.ModelInfo {
  const thinks = (type: ModelFacts["thinking"]["byDefault"]) =>
    model.thinking.types.includes(type) ? yes : no;
  return {
    type: "model",
    id: model.id,
    display_name: model.name,
    line: model.line,
    lifecycle: model.lifecycle,
    created_at: model.releasedAt,
    deprecated_at: null,
    retires_at: model.retiresAt,
    max_input_tokens: model.contextTokensMax,
    max_tokens: model.outputTokensMax,
    capabilities: {
      batch: yes,
      citations: yes,
      code_execution: no,
      context_management: {
        ...no,
        clear_thinking_20251015: null,
        clear_tool_uses_20250919: null,
        compact_20260112: null,
      },
      effort: { ...yes, low: yes, medium: yes, high: yes, xhigh: yes, max: yes },
      image_input: yes,
      pdf_input: yes,
      server_tools: { ...yes, web_search: yes, code_execution: no },
      structured_outputs: yes,
      thinking: {
        ...yes,
        types: {
          adaptive: thinks("adaptive"),
          between_tools: thinks("between_tools"),
          disabled: thinks("disabled"),
          enabled: thinks("enabled"),
        },
      },
    },
  };
}
