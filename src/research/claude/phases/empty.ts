import type { Draft } from "../../../domain/draft.ts";
import type { Plan } from "../../../domain/plan.ts";
import type { Material } from "../../engine.ts";

/** Nothing was found: that is said, with what was tried, and nothing is invented. */
export function emptyDraft({ question, subtasks }: Plan, { notes }: Material): Draft {
  const queries = subtasks.flatMap(({ queries: own }) => own);
  const searched = queries.flatMap((query) =>
    query.type === "web" || query.type === "library" ? [`“${query.query}”`] : [],
  );
  const listed = [...new Set(searched)].slice(0, 6).join(", ");
  return {
    headline: `Nothing was found: ${question}`.slice(0, 150).toWellFormed(),
    sections: [],
    missing: [
      ...(listed === "" ? [] : [`Searched for ${listed}.`]),
      ...notes.slice(0, 10),
      ...(listed === "" && notes.length === 0 ? ["Nothing could be read."] : []),
    ],
    next: [...whatElse],
    answers: [],
    sources: [],
    method: "No model was asked to write, as there is nothing to write from",
  };
}

/** What was found answers nothing, says who has read it: nothing is made to answer, and nothing is claimed. */
export const unansweredDraft = (said: Draft, { question }: Plan, model: string): Draft => ({
  ...said,
  headline: `No answer was found: ${question}`.slice(0, 150).toWellFormed(),
  next: said.next.length > 0 ? said.next : [...whatElse],
  method: `${model} has read what was found and saw no answer in it`,
});

/** What a person can do where there is no answer. */
const whatElse = ["Name a link, a file or a channel to look at, or ask in other words."] as const;
