import type { Manner, Subtask } from "../../../domain/plan.ts";
import type { SourceQuery } from "../../../domain/source.ts";
import type { Brief } from "../../engine.ts";
import { titleOf } from "../../extractive/titles.ts";
import { isPrivate } from "../tools/guard.ts";
import { plainOf } from "./plainwords.ts";
import type { Planned } from "./planned.ts";

/** Parts of a plan, and queries of a part. The card and the budget carry no more. */
export const subtaskLimits = { parts: 8, planned: 5, queries: 3, title: 80, words: 1_000 } as const;

type Part = Omit<Subtask, "number">;

/**
 * The parts of a plan as they are carried out. What is internal and what is on the open web go apart, whatever the model
 * said; what was given with the request is read in any case.
 */
export function subtasksOf(
  planned: Planned["subtasks"],
  brief: Brief,
  { reuse }: { reuse: boolean },
): Subtask[] {
  const tainted = brief.previous !== null;
  const parts = planned
    .slice(0, subtaskLimits.planned)
    .flatMap((part) => partsOf(part, brief, tainted));
  const named = new Set(parts.flatMap(({ queries }) => queries.map(keyOf)));
  // What the draft before rests on was read already.
  const left = reuse || brief.found ? [] : brief.given.filter((query) => !named.has(keyOf(query)));
  const given = left.length > 0 ? [readingOf(left)] : [];
  const all = [...given, ...parts].slice(0, subtaskLimits.parts);
  const besidePrivate = all.some(({ queries }) => queries.some(isPrivate));
  return all.map((part, n) => ({ number: n + 1, ...withManner(part, { besidePrivate }) }));
}

const withManner = ({ manner, ...part }: Part, more: Partial<Manner>): Part => ({
  ...part,
  ...(manner && { manner: { ...manner, ...more } }),
});

/** One part as planned; two, where it mixes what has to be kept apart; none, where nothing of it can be read. */
function partsOf(
  { title, objective, boundaries, effort, reads, given, queries }: Planned["subtasks"][number],
  { given: all, searchable }: Brief,
  tainted: boolean,
): Part[] {
  const trimmed = queries.map((query) => query.trim().slice(0, 400).toWellFormed());
  const words = [...new Set(trimmed)].filter(Boolean).slice(0, subtaskLimits.queries);
  const searches = words.length > 0 ? words : [objective.slice(0, 400).toWellFormed()];
  const common = {
    title: shortTitle(title, objective),
    objective: objective.slice(0, subtaskLimits.words).toWellFormed(),
  };
  const manner = {
    boundaries: boundaries.slice(0, subtaskLimits.words).toWellFormed(),
    effort,
    tainted,
  };
  const named = reads.includes("given") ? given.flatMap((number) => all[number - 1] ?? []) : [];
  const library = reads.includes("library") && searchable.library;
  const web = reads.includes("web") && searchable.web;
  const inside: SourceQuery[] = [
    ...named,
    ...(library ? searches.map((query): SourceQuery => ({ type: "library", query })) : []),
  ];
  const outside = web ? searches.map((query): SourceQuery => ({ type: "web", query })) : [];
  return [
    ...(inside.length > 0
      ? [
          {
            ...common,
            queries: inside,
            manner: { ...manner, by: library ? ("inside" as const) : ("read" as const) },
          },
        ]
      : []),
    ...(outside.length > 0
      ? [{ ...common, queries: outside, manner: { ...manner, by: "web" as const } }]
      : []),
  ];
}

const readingOf = (queries: readonly SourceQuery[]): Part => ({
  title: titleOf(queries),
  objective: "What it says about the request",
  queries,
  manner: { by: "read", boundaries: "", effort: "low", tainted: false },
});

function shortTitle(title: string, objective: string): string {
  const words = plainOf(title) || plainOf(objective) || "Look into it";
  return words.length <= subtaskLimits.title
    ? words
    : `${words
        .slice(0, subtaskLimits.title - 1)
        .trimEnd()
        .toWellFormed()}…`;
}

const keyOf = (query: SourceQuery): string => JSON.stringify(query);
