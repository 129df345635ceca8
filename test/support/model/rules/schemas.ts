import { z } from "zod";

import type { Rule } from "./rule.ts";
import { isCustom } from "./tools.ts";

/** What the grammar of structured output cannot hold to, by the type that it would limit. */
const unsupported: Readonly<Record<string, readonly string[]>> = {
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  string: ["minLength", "maxLength"],
  array: ["maxItems", "uniqueItems", "contains"],
  object: ["minProperties", "maxProperties", "patternProperties"],
};

const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  $ref: z.string().optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  anyOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});

/** Schemas of structured output and of strict tools keep to what the service can compile. */
export const schemasAreSupported: Rule = ({ output_config: output, tools = [] }) => {
  if (output?.format) {
    const problem = problemIn(output.format.schema);
    if (problem) return `output_config.format.schema: ${problem}`;
  }
  for (const [at, tool] of tools.entries()) {
    const problem = tool.strict === true && isCustom(tool) ? problemIn(tool.input_schema) : null;
    if (problem) return `tools.${at}.custom.input_schema: ${problem}`;
  }
  return null;
};

function problemIn(root: unknown): string | null {
  const { $defs = {} } = Schema.parse(root);
  const walk = (value: unknown, within: readonly string[]): string | null => {
    const schema = Schema.parse(value);
    if (schema.$ref !== undefined) {
      const name = schema.$ref.replace("#/$defs/", "");
      if (within.includes(name)) return "Recursive schemas are not supported";
      return name in $defs
        ? walk($defs[name], [...within, name])
        : `$ref '${schema.$ref}' cannot be resolved`;
    }
    const own = ownProblem(schema);
    if (own) return own;
    const inner = [
      ...Object.values(schema.properties ?? {}),
      ...(schema.items === undefined ? [] : [schema.items]),
      ...(schema.anyOf ?? []),
      ...(schema.allOf ?? []),
    ];
    return inner.map((part) => walk(part, within)).find((problem) => problem !== null) ?? null;
  };
  return walk(root, []);
}

function ownProblem(schema: z.infer<typeof Schema>): string | null {
  const types = [schema.type ?? []].flat();
  if (types.includes("object") && schema.additionalProperties !== false) {
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  }
  if ("oneOf" in schema) return "'oneOf' is not supported, use 'anyOf'";
  for (const type of types) {
    const found = (unsupported[type] ?? []).filter((key) => key in schema);
    if (type === "array" && (schema.minItems ?? 0) > 1) found.push("minItems");
    if (found.length === 1) return `For '${type}' type, property '${found[0]}' is not supported`;
    if (found.length > 1) {
      return `For '${type}' type, properties ${found.toSorted().join(", ")} are not supported`;
    }
  }
  return null;
}
