import { isEmpty, statementsOf, type Draft } from "../../domain/draft.ts";
import type { Source } from "../../domain/source.ts";
import type { Brief } from "../engine.ts";
import type { Wish } from "./wish.ts";
import type { Asked } from "./wishes.ts";
import { wordCount } from "./words.ts";

/** What came of the wishes, to tell the person. */
export type Outcome = {
  readonly draft: Draft;
  readonly sources: readonly Source[];
  /** Sentences that a wish touched, by type and words (`focus pricing`). */
  readonly touched: ReadonlyMap<string, number>;
};

/**
 * One honest entry for each wish that earlier drafts have not answered yet: what was done, or that it cannot be done.
 */
export function answersTo(
  asked: readonly Asked[],
  brief: Brief,
  outcome: Outcome,
): Draft["answers"] {
  const answered = (brief.previous?.answers ?? []).map(({ feedback }) => feedback);
  return asked
    .filter(({ feedback }) => {
      const before = answered.indexOf(feedback);
      if (before < 0) return true;
      answered.splice(before, 1);
      return false;
    })
    .map(({ feedback, wish }) => ({ feedback, answer: answerTo(feedback, wish, brief, outcome) }));
}

function answerTo(feedback: string, wish: Wish, brief: Brief, outcome: Outcome): string {
  const { draft, touched } = outcome;
  const count = statementsOf(draft).length;
  switch (wish.type) {
    case "shorter":
    case "longer":
      return answerLength(wish.type, brief.previous, draft);
    case "points":
      return count === wish.count
        ? `It now has ${many(count, "point")}.`
        : `The sources gave ${count} of ${many(wish.count, "point")}.`;
    case "words":
      return `It now has ${many(wordsOf(draft), "word")}; sentences are kept whole, so the number is not exact.`;
    case "focus":
      return touched.get(`focus ${wish.on}`) === 1
        ? `One sentence is about “${wish.on}”: it comes in, the rest stands.`
        : answerCount(
            touched.get(`focus ${wish.on}`) ?? 0,
            `about “${wish.on}”`,
            "The draft now turns on",
            "are in the sources; nothing else changed",
          );
    case "without":
      return answerCount(
        touched.get(`without ${wish.on}`) ?? 0,
        `about “${wish.on}”`,
        "Left out",
        "were there to leave out",
      );
    case "only from":
      return answerCount(
        touched.get(`only from ${wish.on}`) ?? 0,
        `from “${wish.on}”`,
        "Used only",
        "were found; all sources were used",
      );
    case "more sources":
    case "other sources":
      return answerSources(brief, outcome);
    case "link":
      return answerLink(feedback, outcome);
    case "simpler":
      return "Kept to short sentences, one to a point. They stand as the sources have them: rewording needs a model.";
    case "headline":
      return wish.text === null
        ? "Took a shorter headline from the same sentence."
        : "The headline is now as you gave it.";
    case "parts":
      return wish.drop ? `Left out: ${wish.parts.join(", ")}.` : answerParts(wish.parts, draft);
    case "cannot":
      return `This engine only quotes: it cannot ${wish.what} without a model. The sentences stay as they are.`;
    case "request":
      return "Read again for the request as it stands now.";
    case "unclear":
      return "Could not tell what to change. Try “shorter”, “5 points”, “focus on …”, “without …”, “only from …” or “more sources”.";
  }
}

function answerLength(type: "shorter" | "longer", previous: Draft | null, draft: Draft): string {
  const now = wordsOf(draft);
  if (!previous || isEmpty(previous))
    return `It has ${many(now, "word")}, written ${type} than usual.`;
  const before = wordsOf(previous);
  if (type === "shorter" ? now < before : now > before)
    return `It has ${many(now, "word")} now, ${before} before.`;
  return type === "shorter"
    ? "It was as short as it can be already."
    : "The sources hold nothing more that fits.";
}

const answerCount = (count: number, what: string, done: string, none: string): string =>
  count > 0 ? `${done} ${many(count, "sentence")} ${what}.` : `No sentences ${what} ${none}.`;

function answerSources({ searchable, previous }: Brief, { draft, sources }: Outcome): string {
  if (!searchable.web && !searchable.library)
    return "No search is set up here. Add links or files, and they are read.";
  const known = new Set((previous?.sources ?? []).map(({ url, title }) => url ?? title));
  const fresh = draft.sources.filter(({ url, title }) => !known.has(url ?? title)).length;
  return `Searched further: ${many(sources.length, "source")} read, ${fresh} of those cited ${fresh === 1 ? "is" : "are"} new.`;
}

function answerLink(feedback: string, { draft, sources }: Outcome): string {
  const links = (feedback.match(/https?:\/\/[^\s<>|]+/g) ?? []).map(bare);
  const read = sources.filter(({ url }) => url !== null && links.includes(bare(url)));
  if (read.length === 0) return "The link could not be read; see what is missing.";
  const number =
    draft.sources.findIndex(({ url }) => url !== null && links.includes(bare(url))) + 1;
  return number > 0
    ? `Read it; it is source ${number}.`
    : "Read it, but no sentence of it was among the nearest.";
}

function answerParts(parts: readonly string[], draft: Draft): string {
  const shown = draft.sections.length > 0;
  return shown
    ? `Only this is shown now: ${parts.join(", ")}.`
    : `The sources show none: ${parts.join(", ")}.`;
}

const wordsOf = (draft: Draft): number =>
  statementsOf(draft).reduce((sum, { text }) => sum + wordCount(text), 0);
const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const bare = (url: string): string => url.replace(/#.*$/, "").replace(/[/.,;!?)]+$/, "");
