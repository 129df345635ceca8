/** Longer lines are no headline and no claim that a person can check. In characters. */
const lineMax = 1_000;

/** So much is looked at to get there: what follows is cut anyhow, and some of the patterns take the square of a hostile line. */
const readMax = 3 * lineMax;

/**
 * A line of model text as plain words: no emphasis, no links, no images, no addresses, nobody called. What a draft links to
 * are its sources, and it links to them itself.
 */
export const plainOf = (line: string): string =>
  line
    .slice(0, readMax)
    .replace(/\s+/g, " ")
    .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<(?:https?:\/\/|mailto:)[^>|\s]*(?:\|([^>]*))?>/g, "$1")
    .replace(/<[@#!][^>]*>/g, "")
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, "")
    .replace(/(^|[^\w])@(channel|here|everyone)\b/gi, "$1$2")
    .replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, "$2")
    .replace(/(^|[\s(])[*_](?=\S)([^*_\n]*\S)[*_](?=$|[\s).,;:!?])/g, "$1$2")
    .replace(/`([^`]*)`/g, "$1")
    .replace(/\(\s*\)/g, "")
    .replace(/\s+([.,;:!?])(?=\s|$)/g, "$1")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, lineMax)
    .toWellFormed();
