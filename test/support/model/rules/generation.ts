import type { Rule } from "./rule.ts";

/** The beta under which a changed prefix may cost the thinking instead of the call. */
export const bindingBeta = "thinking-binding-controls-2026-08-01";

/** The newest models refuse to be forced; the others refuse it while they think. */
export const toolsAreNotForced: Rule = ({ tool_choice: choice, thinking }, { model }) => {
  if (choice?.type !== "any" && choice?.type !== "tool") return null;
  if (!model.forcedTools) {
    return 'tool_choice: type "tool" and "any" are not supported for this model.';
  }
  return thinking?.type === "adaptive" || thinking?.type === "enabled"
    ? "Thinking may not be enabled when tool_choice forces tool use."
    : null;
};

export const thinkingIsSupported: Rule = (request, { model, betas }) => {
  const { thinking, output_config: output, max_tokens: tokensMax } = request;
  if (!thinking) return null;
  if (!model.thinking.types.includes(thinking.type)) {
    const others = model.thinking.types.map((type) => `"${type}"`).join(", ");
    return `"thinking.type.${thinking.type}" is not supported for this model. Supported types: ${others}.`;
  }
  if (thinking.type === "enabled" && thinking.budget_tokens >= tokensMax) {
    return "`max_tokens` must be greater than `thinking.budget_tokens`.";
  }
  if ("block_binding" in thinking && thinking.block_binding && !betas.has(bindingBeta)) {
    return `thinking.${thinking.type}.block_binding: Extra inputs are not permitted`;
  }
  const off = thinking.type === "disabled" || thinking.type === "between_tools";
  const effort = output?.effort;
  return off && (effort === "xhigh" || effort === "max")
    ? `output_config.effort: "${effort}" is not supported with "thinking.type.${thinking.type}".`
    : null;
};

export const noSampling: Rule = (request, { model }) => {
  const set = (["temperature", "top_p", "top_k"] as const).find((name) => name in request);
  if (set !== undefined && !model.sampling) return `\`${set}\` is deprecated for this model.`;
  return request.thinking?.type === "enabled" && (request.temperature ?? 1) !== 1
    ? "`temperature` may only be set to 1 when thinking is enabled."
    : null;
};
