/** The JSON in a text: all of it, what stands in a fence, or from the first brace to the last. Undefined where there is none. */
export function jsonIn(text: string): { readonly json: unknown } | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const braced = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  for (const part of [text, fenced, braced]) {
    const parsed = part === undefined ? undefined : parse(part);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

/** Undefined where it is no object in JSON: an answer of ours always is one. */
function parse(text: string): { readonly json: unknown } | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { json } : undefined;
  } catch {
    return undefined;
  }
}
