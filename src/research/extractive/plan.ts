import type { Plan, Subtask } from "../../domain/plan.ts";
import { statementsOf } from "../../domain/draft.ts";
import { isCorrection } from "../../domain/request.ts";
import type { SourceQuery } from "../../domain/source.ts";
import type { Brief } from "../engine.ts";
import { kinWords } from "./kin.ts";
import { contentWords, newWords, searchQueries } from "./queries.ts";
import { asksWhatWasSettled, besideSides, isQuestionRequest, partsOf } from "./request.ts";
import { titleOf, titleOfSearch } from "./titles.ts";
import { wishesIn, type Asked } from "./wishes.ts";

/** Subtasks of a plan, and how many of them may be searches. */
const limits = { subtasks: 8, searches: 4, furtherWords: 2, libraryWords: 16 } as const;

/** Seconds that reading one thing usually takes, for the estimate. */
const secondsFor: Readonly<Record<SourceQuery["type"], number>> = {
  thread: 1,
  channel: 3,
  page: 5,
  file: 5,
  text: 0,
  library: 2,
  web: 8,
  task: 1,
};
/** Writing, checking and the hand-overs between the phases. */
const secondsAround = 2;

/** Which sources to read for a request: all it names, and searches where the request is a question. */
export function planOf(brief: Brief): Plan {
  const asked = wishesIn(brief.feedback);
  const reuse = canReuse(brief, asked);
  const given = reuse ? newlyGiven(brief) : brief.given;
  const searches = reuse ? furtherSearches(brief, asked) : firstSearches(brief, asked);
  const wanted = [...groupGiven(given, limits.subtasks - searches.length), ...searches].filter(
    (part) => !isGathered(part, brief),
  );
  const served = reuse || (brief.found?.material.sources.length ?? 0) > 0;
  const parts = wanted.length > 0 || served ? wanted : [nothingToRead(brief)];
  const subtasks = parts.map((part, i): Subtask => ({ number: i + 1, ...part }));
  return {
    question: brief.question.trim() || "Sum up what was given",
    doneWhen: doneWhen(brief),
    reuse,
    subtasks,
    estimate: { seconds: secondsOf(subtasks), usd: 0 },
  };
}

type Wanted = Omit<Subtask, "number">;

/** What the plan before this one has brought home already is not gathered again. */
const isGathered = ({ queries }: Wanted, { found }: Brief): boolean =>
  found?.subtasks.some((done) => JSON.stringify(done.queries) === JSON.stringify(queries)) ?? false;

/** What was read serves again, unless nothing came of it, other sources are asked for, or something else is. */
function canReuse({ previous, feedback }: Brief, asked: readonly Asked[]): boolean {
  if (!previous || previous.sources.length === 0) return false;
  if (isCorrection(feedback.at(-1) ?? "")) return false;
  return !asked.some(({ wish }) => wish.type === "more sources" || wish.type === "other sources");
}

/** Links that came with the feedback: those the previous draft does not know. */
function newlyGiven({ given, previous, feedback }: Brief): SourceQuery[] {
  const known = new Set((previous?.sources ?? []).map(({ url }) => bare(url ?? "")));
  const said = feedback.join("\n");
  return given.filter((query) => {
    if (query.type === "page") return !known.has(bare(query.url)) && said.includes(bare(query.url));
    return query.type === "file" && said.includes(query.name);
  });
}

function firstSearches(brief: Brief, asked: readonly Asked[]): Wanted[] {
  const { question, previous } = brief;
  const further = asked.some(
    ({ wish }) => wish.type === "more sources" || wish.type === "other sources",
  );
  if (!further && !mustSearch(brief)) return [];
  const read = previous
    ? statementsOf(previous)
        .map(({ text }) => text)
        .join("\n")
    : "";
  const more = further ? newWords(read, question, limits.furtherWords) : [];
  const focus = asked.flatMap(({ wish }) => (wish.type === "focus" ? wish.on : []));
  const parts = partsOf(question);
  return [
    ...inLibrary(brief, question, more),
    ...distinct(
      parts.flatMap(({ heading, text }) => onWeb(brief, heading, searchQueries(text, more))),
    ),
    ...focus.flatMap((on) => searchesFor(brief, on)),
  ].slice(0, limits.searches);
}

/** "…, and why?" is asked of the web in the same words as what stands before it: once is enough. */
const distinct = (searches: readonly Wanted[]): Wanted[] =>
  searches.filter(
    ({ queries }, n) =>
      n ===
      searches.findIndex((other) => JSON.stringify(other.queries) === JSON.stringify(queries)),
  );

/** Research is also looked up elsewhere; a text to be summed up is not, unless none was given. */
const mustSearch = (brief: Brief): boolean =>
  brief.given.length === 0 ||
  (brief.kind === "research" && isQuestionRequest(brief) && !asksWhatWasSettled(brief));

/** A new focus may need reading of its own. */
function furtherSearches(brief: Brief, asked: readonly Asked[]): Wanted[] {
  if (!mustSearch(brief)) return [];
  const newest = asked.slice(wishesIn(brief.feedback.slice(0, -1)).length);
  return newest
    .flatMap(({ wish }) => (wish.type === "focus" ? wish.on : []))
    .flatMap((on) => searchesFor(brief, on))
    .slice(0, limits.searches);
}

const searchesFor = (brief: Brief, on: string): Wanted[] => [
  ...inLibrary(brief, on, [brief.question]),
  ...onWeb(brief, on, searchQueries(`${on} ${brief.question}`)),
];

/** The library finds any of the words, so one search is enough, also for several questions and for words of their kin. */
function inLibrary({ searchable }: Brief, about: string, more: readonly string[]): Wanted[] {
  if (!searchable.library) return [];
  const words = [
    ...contentWords([about, ...more].join(" ")).slice(0, limits.libraryWords),
    ...besideSides(about),
  ];
  const query = [...words, ...kinWords(words)].join(" ") || about.slice(0, 200);
  return [
    {
      title: titleOfSearch("library", about),
      objective: about,
      queries: [{ type: "library", query }],
    },
  ];
}

const onWeb = ({ searchable }: Brief, about: string, queries: readonly string[]): Wanted[] =>
  searchable.web
    ? [
        {
          title: titleOfSearch("web", about),
          objective: about,
          queries: queries.map((query): SourceQuery => ({ type: "web", query })),
        },
      ]
    : [];

/** One subtask for each given source; neighbours together where there are too many. */
function groupGiven(given: readonly SourceQuery[], most: number): Wanted[] {
  const size = Math.ceil(given.length / Math.max(1, most));
  const groups: SourceQuery[][] = [];
  for (let i = 0; i < given.length; i += size) groups.push(given.slice(i, i + size));
  return groups.map((queries) => ({
    title: titleOf(queries),
    objective: "What it says about the request",
    queries,
  }));
}

const nothingToRead = ({ question }: Brief): Wanted => ({
  title: "Look for something to read",
  objective: question,
  queries: [],
});

function doneWhen(brief: Brief): string[] {
  const quoted = "Each sentence quotes the source it comes from";
  if (brief.kind === "draft") return ["The sources give an outline to write from", quoted];
  if (!isQuestionRequest(brief))
    return [
      "The main points, decisions and open questions are listed, where there are any",
      quoted,
    ];
  const parts = partsOf(brief.question);
  const each =
    parts.length > 1
      ? parts.map(({ heading }) => `“${heading}” has an answer, or it says that there is none`)
      : [];
  return [
    ...(each.length > 0 ? each : ["The question has an answer, or it says that there is none"]),
    quoted,
  ];
}

/** Subtasks run side by side, but share the way out. */
function secondsOf(subtasks: readonly Subtask[]): number {
  const each = subtasks.map(({ queries }) =>
    Math.max(0, ...queries.map(({ type }) => secondsFor[type])),
  );
  const longest = Math.max(0, ...each);
  const rest = each.reduce((sum, seconds) => sum + seconds, 0) - longest;
  return Math.ceil(secondsAround + longest + rest * 0.3);
}

const bare = (url: string): string => url.replace(/#.*$/, "").replace(/\/$/, "");
