import type Anthropic from "@anthropic-ai/sdk";
import type { Capabilities } from "../capabilities.ts";
import { schemaOf } from "../talk/schema.ts";
import type { Side, Tool } from "./tool.ts";
import { tools } from "./tools.ts";

/** What of the tools there is to offer: a search that is not set up is not offered. */
export type Offer = {
  readonly side: Side;
  readonly web: boolean;
  readonly library: boolean;
};

/** The tools that a conversation has; always in the same order. */
export const offeredIn = ({ side, web, library }: Offer): readonly Tool[] =>
  tools
    .filter((tool) => tool.side === side || tool.side === "both" || side === "both")
    .filter(({ name }) => name !== "search_web" || web)
    .filter(({ name }) => name !== "search_library" || library);

/** The tools of a conversation as the model is told of them; always in the same order, so that their prefix can be cached. */
export const definitionsOf = (
  offer: Offer,
  can: Pick<Capabilities, "structuredOutputs">,
): Anthropic.Tool[] =>
  offeredIn(offer).map(({ name, description, input }) => {
    const { properties, required, additionalProperties } = schemaOf(input);
    return {
      name,
      description,
      input_schema: {
        type: "object",
        properties,
        required: Array.isArray(required) ? required.map(String) : [],
        additionalProperties,
      },
      ...(can.structuredOutputs && { strict: true }),
    };
  });
