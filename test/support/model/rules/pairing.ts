import type { RequestMessage } from "../request.ts";
import type { Rule } from "./rule.ts";

export const useIdsAreUnique: Rule = ({ messages }) => {
  const seen = new Set<string>();
  for (const [at, message] of messages.entries()) {
    for (const id of usesIn(message)) {
      if (seen.has(id)) return `messages.${at}: \`tool_use\` ids must be unique`;
      seen.add(id);
    }
  }
  return null;
};

/** Every use is answered in the very next message, before anything else in it. */
export const resultsFollowUses: Rule = ({ messages }) => {
  for (const [at, message] of messages.entries()) {
    const next = messages[at + 1];
    const answered = new Set(next?.role === "user" ? leadingResults(next) : []);
    const open = usesIn(message).filter((id) => !answered.has(id));
    if (open.length > 0) {
      return `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
    }
  }
  return null;
};

/** Every result answers a use of the message before, and only once. */
export const resultsHaveUses: Rule = ({ messages }) => {
  for (const [at, message] of messages.entries()) {
    const before = messages[at - 1];
    const uses = new Set(before ? usesIn(before) : []);
    const seen = new Set<string>();
    for (const [n, block] of message.content.entries()) {
      if (block.type !== "tool_result") continue;
      const id = block.tool_use_id;
      if (!uses.has(id)) {
        return `messages.${at}.content.${n}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
      }
      if (seen.has(id)) {
        return `messages.${at}.content.${n}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`;
      }
      seen.add(id);
    }
  }
  return null;
};

const usesIn = ({ content }: RequestMessage): readonly string[] =>
  content.flatMap((block) => (block.type === "tool_use" ? [block.id] : []));

function leadingResults({ content }: RequestMessage): readonly string[] {
  const end = content.findIndex(({ type }) => type !== "tool_result");
  const leading = end < 0 ? content : content.slice(0, end);
  return leading.flatMap((block) => (block.type === "tool_result" ? [block.tool_use_id] : []));
}
