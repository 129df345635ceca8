import type { Rule } from "./rule.ts";
import { unitsOf } from "../units.ts";

export const lengthsFit: Rule = ({ max_tokens: asked }, { model }) =>
  asked > model.outputTokensMax
    ? `max_tokens: ${asked} > ${model.outputTokensMax}, which is the maximum allowed number of output tokens for ${model.id}`
    : null;

export const promptFits: Rule = (request, { model }) => {
  const tokens = unitsOf(request).reduce((sum, unit) => sum + unit.tokens, 0);
  return tokens > model.contextTokensMax
    ? `prompt is too long: ${tokens} tokens > ${model.contextTokensMax} maximum`
    : null;
};
