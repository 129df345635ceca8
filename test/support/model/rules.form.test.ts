import { expect, test } from "vitest";

import { refusalOf } from "./ask.ts";
import { user, text, source, search, marked, format, closed } from "./phrases.ts";

const wrong: readonly [string, object, RegExp][] = [
  [
    "a tool without a schema",
    { tools: [{ name: "a" }] },
    /^tools\.0\.custom\.input_schema: Field required$/,
  ],
  [
    "five breakpoints",
    { messages: [user(...["a", "b", "c", "d", "e"].map((said) => text(said, marked)))] },
    /^A maximum of 4 blocks with cache_control may be provided\. Found 5\.$/,
  ],
  [
    "the request's own breakpoint as the fifth",
    { ...marked, messages: [user(...["a", "b", "c", "d"].map((said) => text(said, marked)))] },
    /Found 5\.$/,
  ],
  [
    "an hour behind five minutes",
    {
      system: [text("S", marked)],
      messages: [user(text("Q", { cache_control: { type: "ephemeral", ttl: "1h" } }))],
    },
    /^messages\.0\.content\.0\.cache_control\.ttl: a ttl='1h' cache_control block must not come after/,
  ],
  [
    "a search result without text",
    { messages: [user(source({ content: [] }), text("Q"))] },
    /^search_result\.content: List should have at least 1 item/,
  ],
  [
    "a search result without a title",
    { messages: [user(source({ title: undefined }), text("Q"))] },
    /^messages\.0\.content\.0\.title: Field required$/,
  ],
  [
    "a search result without a name",
    { messages: [user(source({ source: "" }), text("Q"))] },
    /`source` and `title` should have/,
  ],
  [
    "citations on one of two search results",
    { messages: [user(source({ citations: { enabled: true } }), source(), text("Q"))] },
    /on all or none of the sources/,
  ],
  [
    "citations in a fixed format",
    {
      ...format({ ...closed, properties: {} }),
      messages: [user(source({ citations: { enabled: true } }), text("Q"))],
    },
    /^output_config\.format: Citations are not supported/,
  ],
  [
    "citations in a person's text",
    { messages: [user(text("Q", { citations: [{ type: "char_location", cited_text: "x" }] }))] },
    /citations are only permitted in `assistant` messages$/,
  ],
  [
    "an open object in a schema",
    format({ type: "object", properties: {} }),
    /^output_config\.format\.schema: For 'object' type, 'additionalProperties' must be explicitly set to false$/,
  ],
  [
    "a limit in a schema",
    format({ ...closed, properties: { n: { type: "integer", minimum: 1, maximum: 3 } } }),
    /For 'integer' type, properties maximum, minimum are not supported$/,
  ],
  [
    "a length in a schema",
    format({ ...closed, properties: { s: { type: "string", maxLength: 3 } } }),
    /For 'string' type, property 'maxLength' is not supported$/,
  ],
  [
    "recursion in a schema",
    format({
      $ref: "#/$defs/a",
      $defs: { a: { ...closed, properties: { a: { $ref: "#/$defs/a" } } } },
    }),
    /Recursive schemas are not supported$/,
  ],
  [
    "an open object in a strict tool",
    { tools: [{ ...search, strict: true, input_schema: { type: "object" } }] },
    /^tools\.0\.custom\.input_schema: For 'object' type/,
  ],
];

test.each(wrong)("%s is answered with 400", async (_, overrides, message) => {
  expect(await refusalOf(overrides)).toMatch(message);
});
