import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import { z } from "zod";

/** A JSON Schema as the service takes it. */
export type JsonSchema = { [key: string]: unknown };

/**
 * The JSON Schema of a shape, as far as the service's grammar goes; what it cannot hold (lengths, ranges) stands in
 * descriptions, and is checked when the answer is parsed.
 */
export const schemaOf = (shape: z.ZodType): JsonSchema =>
  transformJSONSchema(z.toJSONSchema(shape, { override: ({ jsonSchema }) => tidy(jsonSchema) }));

/** That a whole number is one that JavaScript can hold is nothing that a model has to be told. */
function tidy(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
