import { z } from "zod";

/** As much of a JSON Schema as a value is made from. */
export const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  $ref: z.string().optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
});
export type Schema = z.infer<typeof Schema>;

const limitNames = [
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
] as const;

/** Limits that the grammar cannot hold are moved into the description by the client library; the model reads them there. */
export function limitsOf(schema: Schema): Partial<Record<(typeof limitNames)[number], number>> {
  return Object.fromEntries(
    limitNames.flatMap((name) => {
      const told = new RegExp(`\\b${name}: (-?[\\d.e+]+)`).exec(schema.description ?? "")?.[1];
      const limit = schema[name] ?? (told === undefined ? undefined : Number(told));
      return typeof limit === "number" ? [[name, limit]] : [];
    }),
  );
}
