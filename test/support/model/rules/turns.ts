import type { Rule } from "./rule.ts";

export const firstIsUser: Rule = ({ messages }) =>
  messages[0]?.role === "user" ? null : 'messages: first message must use the "user" role';

export const nothingIsEmpty: Rule = ({ messages }) => {
  const at = messages.findIndex(({ content }) => content.length === 0);
  return at < 0
    ? null
    : `messages.${at}: all messages must have non-empty content except for the optional final assistant message`;
};

/** A system message follows a user message, and is the last one or comes before an assistant's: never two in a row. */
export const systemTurnsArePlaced: Rule = ({ messages }, { model }) => {
  for (const [at, { role }] of messages.entries()) {
    if (role !== "system") continue;
    if (!model.systemTurns) {
      return 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.';
    }
    const before = messages[at - 1];
    const afterServerTool =
      before?.role === "assistant" && before.content.at(-1)?.type === "server_tool_use";
    if (before?.role !== "user" && !afterServerTool) {
      return `messages.${at}: role 'system' must follow a 'user' message`;
    }
    const after = messages[at + 1];
    if (after && after.role !== "assistant") {
      return `messages.${at}: role 'system' must precede an 'assistant' message or end the array`;
    }
  }
  return null;
};

/** Only a turn that was paused may be sent back as the last one; all else at the end would be a prefill. */
export const endsWithUser: Rule = ({ messages }, { model, paused }) => {
  const last = messages.at(-1);
  if (last?.role !== "assistant" || model.prefill || paused) return null;
  const type = last.content.at(-1)?.type ?? "";
  if (type === "server_tool_use" || type.endsWith("_tool_result")) return null;
  return "This model does not support assistant message prefill. The conversation must end with a user message.";
};
