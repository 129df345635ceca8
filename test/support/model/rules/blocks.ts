import type { Block, ResultBlock } from "../blocks.ts";
import type { MessageRequest } from "../request.ts";
import type { Rule } from "./rule.ts";

const assistants: ReadonlySet<string> = new Set(["tool_use", "thinking", "redacted_thinking"]);
const users: ReadonlySet<string> = new Set(["tool_result", "image", "document", "search_result"]);

/** Each role has its own blocks; a system message has only text. */
export const onlyAllowedBlocks: Rule = ({ messages }) => {
  for (const [at, { role, content }] of messages.entries()) {
    for (const [n, { type }] of content.entries()) {
      const path = `messages.${at}.content.${n}`;
      if (role === "system" && type !== "text") {
        return `${path}: role 'system' messages may only contain text blocks`;
      }
      const ofServer = type === "server_tool_use" || type.endsWith("_tool_result");
      if (role === "user" && (assistants.has(type) || ofServer)) {
        return `${path}: \`${type}\` blocks can only be in \`assistant\` messages`;
      }
      if (role === "assistant" && users.has(type)) {
        return `${path}: \`${type}\` blocks can only be in \`user\` messages`;
      }
    }
  }
  return null;
};

export const textsAreNotEmpty: Rule = ({ system = [], messages }) => {
  const ofSystem = system.map(({ text }) => emptiness(text)).find((problem) => problem !== null);
  if (ofSystem) return `system: ${ofSystem}`;
  const texts = messages.flatMap(({ content }) => content.flatMap(textsIn));
  const ofMessages = texts.map(({ text }) => emptiness(text)).find((problem) => problem !== null);
  return ofMessages ? `messages: ${ofMessages}` : null;
};

export const searchResultsHoldText: Rule = ({ messages }) => {
  for (const result of searchResultsIn(messages)) {
    if (result.content.length === 0) {
      return "search_result.content: List should have at least 1 item after validation, not 0";
    }
    if (result.source === "" || result.title === "") {
      return "search_result: `source` and `title` should have at least 1 character";
    }
  }
  return null;
};

/** All search results of a request, those within tool results too, in the order in which citations count them. */
export const searchResultsIn = (messages: MessageRequest["messages"]) =>
  everyBlock(messages).filter((block) => block.type === "search_result");

/** All documents of a request, in the order in which citations count them. */
export const documentsIn = (messages: MessageRequest["messages"]) =>
  everyBlock(messages).filter((block) => block.type === "document");

function everyBlock(messages: MessageRequest["messages"]): readonly (Block | ResultBlock)[] {
  const blocks = messages.flatMap(({ content }) => content);
  return blocks.flatMap((block): readonly (Block | ResultBlock)[] =>
    block.type === "tool_result" ? block.content : [block],
  );
}

function textsIn(block: Block): readonly { readonly text: string }[] {
  if (block.type === "text") return [block];
  if (block.type === "search_result") return block.content;
  if (block.type !== "tool_result") return [];
  return block.content.flatMap((inner) =>
    inner.type === "text" ? [inner] : inner.type === "search_result" ? inner.content : [],
  );
}

function emptiness(text: string): string | null {
  if (text === "") return "text content blocks must be non-empty";
  return text.trim() === "" ? "text content blocks must contain non-whitespace text" : null;
}
