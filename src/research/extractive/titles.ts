import type { SourceQuery } from "../../domain/source.ts";
import { phraseOf } from "./phrase.ts";

/** What a card has room for. */
const charactersMax = 80;

/** What is read, in plain words: `Read #product since 2 Mar`. */
export function titleOf(queries: readonly SourceQuery[]): string {
  const [first] = queries;
  if (!first) return "Look for something to read";
  const rest = queries.length - 1;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return `${clip(nameOf(first), charactersMax - more.length)}${more}`;
}

/** `Search the library: “the capital of Mongolia”`. */
export const titleOfSearch = (place: "web" | "library", about: string): string =>
  clip(`Search the ${place}: “${phraseOf(about)}”`, charactersMax);

/** What is read of one thing, in plain words. */
export function nameOf(query: SourceQuery): string {
  switch (query.type) {
    case "thread":
      return "Read this thread";
    case "channel":
      return `Read ${query.name ? `#${query.name.replace(/^#/, "")}` : "the channel"}${query.since ? ` since ${dayOf(query.since)}` : ""}`;
    case "page":
      return `Read ${query.url.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "")}`;
    case "file":
      return `Read ${query.name}`;
    case "text":
      return "Read the text you gave";
    case "library":
      return `Search the library: “${query.query}”`;
    case "web":
      return `Search the web: “${query.query}”`;
    case "task":
      return `Use the result of L-${query.number}`;
  }
}

const dayOf = (date: Date): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(
    date,
  );

const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
