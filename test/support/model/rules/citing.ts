import type { Rule } from "./rule.ts";
import { documentsIn, searchResultsIn } from "./blocks.ts";

/** Cited text and a fixed format exclude each other. */
export const citationsWithoutFormat: Rule = ({ messages, tools = [], output_config: output }) => {
  const cited =
    [...searchResultsIn(messages), ...documentsIn(messages)].some(isCited) || tools.some(isCited);
  return cited && output?.format
    ? "output_config.format: Citations are not supported when `output_config.format` is set. Disable citations or remove the format."
    : null;
};

/** Within a request citations are on for all documents, or for none; the same for search results. */
export const citationsForAllOrNone: Rule = ({ messages }) => {
  const mixed = [searchResultsIn(messages), documentsIn(messages)].some(
    (sources) => sources.some(isCited) && !sources.every(isCited),
  );
  return mixed ? "Citations must be enabled on all or none of the sources within a request." : null;
};

/** Citations are the assistant's: a person's text has none. */
export const quotesOnlyBack: Rule = ({ messages }) => {
  for (const [at, { role, content }] of messages.entries()) {
    const n = content.findIndex((block) => block.type === "text" && block.citations);
    if (role !== "assistant" && n >= 0) {
      return `messages.${at}.content.${n}.text.citations: citations are only permitted in \`assistant\` messages`;
    }
  }
  return null;
};

const isCited = ({
  citations,
}: {
  readonly citations?: { readonly enabled?: boolean | undefined } | null | undefined;
}): boolean => citations?.enabled === true;
