import { linksIn } from "../../../domain/markup.ts";
import type { Subtask } from "../../../domain/plan.ts";
import type { Source, SourceQuery } from "../../../domain/source.ts";
import type { Brief } from "../../engine.ts";
import { isContent, stemOf, wordsOf } from "../../extractive/words.ts";
import { bareUrl } from "./shelf.ts";

/** What a conversation may still send out. */
export type Ground = {
  /** It has read something that not all the world may see, or was begun by something that had. */
  readonly tainted: boolean;
  /** The same holds for its run: somewhere beside it such things are read. */
  readonly besidePrivate: boolean;
  /** Addresses that people typed, and those that a search brought. */
  readonly typed: ReadonlySet<string>;
  readonly found: ReadonlySet<string>;
  readonly ownStems: ReadonlySet<string>;
};

/**
 * Why a query may not go out; undefined where it may. An address or a search can carry what was read to whoever listens
 * there, so once something private was read, both are made only of what people said or a search brought.
 */
export function whyNot(query: SourceQuery, ground: Ground): string | undefined {
  if (query.type === "page") return whyNotPage(query.url, ground);
  return query.type === "web" ? whyNotSearch(query.query, ground) : undefined;
}

function whyNotPage(
  url: string,
  { tainted, besidePrivate, typed, found }: Ground,
): string | undefined {
  if (!tainted && !besidePrivate) return undefined;
  if (typed.has(bareUrl(url)) || found.has(bareUrl(url))) return undefined;
  return "This run reads things that are not public, so only addresses that the requester typed or that a search has returned are fetched. Search for the page instead.";
}

function whyNotSearch(query: string, { tainted, ownStems }: Ground): string | undefined {
  if (!tainted) return undefined;
  const foreign = wordsOf(query).filter((word) => isContent(word) && !ownStems.has(stemOf(word)));
  if (foreign.length === 0) return undefined;
  return "Something that is not public has been read here, so the web is searched only in the requester's own words. Search with words of the request.";
}

/** What people typed, of which addresses and searches may be made. */
export function typedIn({
  question,
  feedback,
  given,
  answers = [],
}: Brief): Pick<Ground, "typed" | "ownStems"> {
  const said = [question, ...feedback, ...answers.map(({ answer }) => answer)];
  const pages = given.flatMap((query) => (query.type === "page" ? [query.url] : []));
  return {
    typed: new Set([...pages, ...said.flatMap((text) => linksIn(text))].map(bareUrl)),
    ownStems: new Set(said.flatMap(wordsOf).map(stemOf)),
  };
}

/** Whether a part's run reads, or has read, anything that not all the world may see. */
export function isBesidePrivate(
  { given, searchable, found }: Brief,
  { manner }: Pick<Subtask, "manner">,
): boolean {
  if (given.some(isPrivate) || found?.material.sources.some(isInternal) === true) return true;
  // A plan that was made by rule does not say what its other parts read.
  return manner === undefined ? searchable.library : manner.besidePrivate === true;
}

const isInternal = ({ visibility }: Source): boolean => visibility.type !== "public";

/** What only some people may see: everything but the web. */
export const isPrivate = ({ type }: SourceQuery): boolean => type !== "web" && type !== "page";
