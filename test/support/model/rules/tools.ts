import type { RequestTool } from "../request.ts";
import type { Rule } from "./rule.ts";

/** Tools of the service's own, and of clients that it has trained on, by the form of their type. */
const knownTypes =
  /^(web_search_20250305|web_search_20260209|web_search_20260318|web_fetch_20250910|web_fetch_20260209|web_fetch_20260309|web_fetch_20260318|code_execution_20250522|code_execution_20250825|code_execution_20260120|code_execution_20260521|memory_20250818|bash_20250124|text_editor_\d{8}|tool_search_tool_(bm25|regex)(_20251119)?)$/;

export const isCustom = ({ type }: RequestTool): boolean =>
  type === undefined || type === null || type === "custom";

/** Names, kinds and the choice among the tools. */
export const toolsAreSound: Rule = ({ tools = [], tool_choice: choice }) => {
  for (const [at, tool] of tools.entries()) {
    const problem = isCustom(tool) ? custom(tool) : ofServer(tool);
    if (problem !== null) return `tools.${at}.${problem}`;
  }
  const names = tools.map(({ name }) => name);
  if (new Set(names).size < names.length) return "tools: Tool names must be unique.";
  if (choice && choice.type !== "none" && tools.length === 0) {
    return "tool_choice: may only be specified while providing tools";
  }
  return choice?.type === "tool" && !names.includes(choice.name)
    ? `tool_choice.name: Tool '${choice.name}' not found in provided tools`
    : null;
};

function custom({ name, input_schema: schema }: RequestTool): string | null {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    return "custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'";
  }
  return schema === undefined ? "custom.input_schema: Field required" : null;
}

function ofServer(tool: RequestTool): string | null {
  if (!knownTypes.test(tool.type ?? ""))
    return `type: Input tag '${tool.type}' is not a known tool`;
  return tool.allowed_domains && tool.blocked_domains
    ? "blocked_domains: Cannot be used alongside `allowed_domains`"
    : null;
}
