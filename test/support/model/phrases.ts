/** The parts of requests that tests are made of. */
export const text = (said: string, more: object = {}) => ({ type: "text", text: said, ...more });
export const user = (...content: object[]) => ({ role: "user", content });
export const assistant = (...content: object[]) => ({ role: "assistant", content });
export const use = (id: string) => ({ type: "tool_use", id, name: "search", input: {} });
export const result = (id: string) => ({
  type: "tool_result",
  tool_use_id: id,
  content: "found",
});

/** A search result; whether it may be cited is said in `more`. */
export const source = (more: object = {}) => ({
  type: "search_result",
  source: "https://example.org/1",
  title: "One",
  content: [text("The page is slow.")],
  ...more,
});

export const closed = { type: "object", additionalProperties: false };
export const search = { name: "search", input_schema: { ...closed, properties: {} } };
export const marked = { cache_control: { type: "ephemeral" } };
export const format = (schema: object) => ({
  output_config: { format: { type: "json_schema", schema } },
});

/** A model that still takes what the newest ones refuse. */
export const older = { model: "claude-haiku-4-5" };
