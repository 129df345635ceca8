import { limitsOf, Schema } from "./schema.ts";
import { makeNumber, makeString, type Stuff } from "./values.ts";

/**
 * Values that a test wants instead, by the name of a property or by its path (`parts.*.title`): a value, or a
 * function of its place in its list and of the request's stuff.
 */
export type Hints = Readonly<Record<string, unknown>>;

type Place = {
  readonly path: readonly string[];
  readonly at: number;
  readonly defs: Readonly<Record<string, unknown>>;
  readonly stuff: Stuff;
  readonly hints: Hints;
};

const depthMax = 24;
const itemsWanted = 2;
/** Deeper lists have only as many items as they must. */
const listDepthMax = 8;

/** A value that satisfies a schema and its limits, also those that stand in descriptions; made of the stuff alone. */
export function makeFrom(schema: unknown, stuff: Stuff, hints: Hints = {}): unknown {
  const { $defs: defs = {} } = Schema.parse(schema);
  return make(schema, { path: [], at: 0, defs, stuff, hints });
}

function make(raw: unknown, place: Place): unknown {
  if (place.path.length > depthMax) throw new Error(`schema too deep: ${place.path.join(".")}`);
  const hint = hintFor(place);
  if (hint)
    return typeof hint.value === "function" ? hint.value(place.at, place.stuff) : hint.value;
  const schema = Schema.parse(raw);
  if (schema.$ref !== undefined) {
    return make(place.defs[schema.$ref.replace("#/$defs/", "")], place);
  }
  if (Object.hasOwn(schema, "const")) return schema.const;
  if (schema.enum) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return make(variantOf(variants, place), place);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => make(part, place)));
  return makeTyped(schema, place);
}

function makeTyped(schema: Schema, place: Place): unknown {
  const types = [schema.type ?? []].flat();
  const type = types.includes("null") && isSeldom(place) ? "null" : types[0];
  if (type === "object") return makeObject(schema, place);
  if (type === "array") return makeList(schema, place);
  const name = place.path.findLast((part) => part !== "*") ?? "";
  if (type === "string") return makeString(schema, name, place.at, place.stuff);
  if (type === "integer" || type === "number") return makeNumber(schema, type);
  if (type !== "boolean") return null;
  return !/needs|ask|clarif|refus|unsafe|missing|unclear/i.test(name);
}

function makeObject({ properties = {} }: Schema, place: Place): object {
  const fields = Object.entries(properties).map(([name, property]) => [
    name,
    make(property, { ...place, path: [...place.path, name] }),
  ]);
  return Object.fromEntries(fields);
}

function makeList(schema: Schema, place: Place): readonly unknown[] {
  const { minItems = 0, maxItems = Infinity } = limitsOf(schema);
  const wanted = place.path.length > listDepthMax ? minItems : Math.max(itemsWanted, minItems);
  return Array.from({ length: Math.min(wanted, maxItems) }, (_, at) =>
    make(schema.items, { ...place, path: [...place.path, "*"], at: place.at + at }),
  );
}

/** Nothing, where nothing may be said and the name asks for what is seldom needed; else the first variant. */
function variantOf(variants: readonly unknown[], place: Place): unknown {
  const nothing = variants.find((variant) => Schema.parse(variant).type === "null");
  return nothing && isSeldom(place) ? nothing : variants.find((variant) => variant !== nothing);
}

const isSeldom = ({ path }: Place): boolean =>
  /clarif|ask|follow|refus|reason|error|missing/i.test(path.at(-1) ?? "");

function hintFor({ path, hints }: Place): { readonly value: unknown } | undefined {
  const whole = path.join(".");
  const key = Object.hasOwn(hints, whole) ? whole : (path.at(-1) ?? "");
  return key !== "*" && Object.hasOwn(hints, key) ? { value: hints[key] } : undefined;
}
