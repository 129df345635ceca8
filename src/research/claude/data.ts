/**
 * Marks text that others wrote as what it is: something to be judged, never an order. It stands in a tag of its own, and
 * cannot close it: what looks like one of our tags is made to look different.
 */
export const quoted = (text: string): string => text.replace(ourTags, "‹$1$2");

const ourTags =
  /<(\/?)(sources?|passages?|question|request|note|notes|claim|given|feedback|draft)\b/gi;

/** A value of an attribute: one line, without quotes, not too long. */
export const attribute = (text: string, charactersMax = 200): string =>
  quoted(text.replace(/[\s"]+/g, " ").trim())
    .slice(0, charactersMax)
    .toWellFormed();

/** `<tag name="value">` … `</tag>`. */
export const tagged = (
  tag: string,
  attributes: Readonly<Record<string, string | null>>,
  inside: string,
): string => {
  const named = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${attribute(value ?? "", 400)}"`);
  return `<${tag}${named.join("")}>\n${inside}\n</${tag}>`;
};
