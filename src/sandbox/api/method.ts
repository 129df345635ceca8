import type { WebAPICallResult } from "@slack/web-api";
import { z } from "zod";
import { complaints } from "../check/complaints.ts";
import { invalidArguments } from "../failure.ts";
import type { World } from "../world/world.ts";

/** A Web API method: arguments as they came in, the answer's fields out, or a `SlackFailure`. */
export type Method = (raw: unknown, world: World) => object;

/** An answer in the terms of Slack's own response type, so that a wrong field fails the type check. */
export type Answer<Response extends WebAPICallResult> = {
  [Field in keyof Response]?: Loosely<NonNullable<Response[Field]>>;
};

/**
 * The response types are generated from recordings: their enums are what one day held, they know no
 * null, and their blocks are somebody else's. Field names and kinds of value are what we hold on to.
 */
type Loosely<Part> = Part extends string
  ? string
  : Part extends (infer One)[]
    ? Loosely<One>[]
    : Part extends object
      ? { [Field in keyof Part]?: LooseField<Field, NonNullable<Part[Field]>> | null }
      : Part;
type LooseField<Name, Value> = Name extends "blocks" ? { type: string }[] : Loosely<Value>;

/** Puts a schema before a method: what does not fit is `invalid_arguments`. */
export function method<Schema extends z.ZodType, Response extends WebAPICallResult>(
  schema: Schema,
  run: (args: z.output<Schema>, world: World) => Answer<Response>,
): Method {
  return (raw, world) => {
    const parsed = schema.safeParse(raw, { reportInput: true });
    if (!parsed.success) throw invalidArguments(complaints(parsed.error, ""));
    return run(parsed.data, world);
  };
}

/** An argument that form-encoded calls carry as a JSON string. What is not JSON stays text. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (typeof value === "string" ? parseJson(value) : value), schema);
}

/** A yes or no, as a boolean, `"true"`, `"1"` or `1`. */
export const flag = z.preprocess(
  (value) => value === true || value === "true" || value === "1" || value === 1,
  z.boolean(),
);

export const text = z.coerce.string();
export const id = z.string().min(1);

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
