import type { Plan } from "../../../domain/plan.ts";
import { statementsOf } from "../../../domain/draft.ts";
import type { Brief, EngineContext } from "../../engine.ts";
import { planOf } from "../../extractive/plan.ts";
import { quoted, tagged } from "../data.ts";
import type { Means } from "../means.ts";
import { ask } from "../talk/structured.ts";
import { askedIn, givenIn, text } from "./ask.ts";
import { estimateOf } from "./estimate.ts";
import { plainOf } from "./plainwords.ts";
import { Planned } from "./planned.ts";
import { subtasksOf } from "./subtasks.ts";

/** Points of completeness that a plan keeps, and their length in characters. */
const doneLimits = { points: 5, characters: 200 } as const;

/**
 * Request in, parts out. What only has to be read (a summary of what was given, another shape of a draft) needs no model to
 * be planned; and where the model gives no plan, the rules make one.
 */
export async function makePlan(brief: Brief, means: Means, context: EngineContext): Promise<Plan> {
  const ruled = planOf(brief);
  if (isOnlyReading(brief)) return { ...ruled, estimate: estimateOf(ruled, means) };
  const answer = await ask(
    {
      name: "plan:model",
      model: means.models.main,
      prompt: "plan",
      shape: Planned,
      open: async () => [text(openingOf(brief))],
      maxTokens: 6_000,
      effort: "low",
      share: "work",
    },
    means,
    context,
  );
  if (answer.type !== "answer") {
    means.log("planned by rule", { why: whyNone(answer) });
    return { ...ruled, estimate: estimateOf(ruled, means) };
  }
  const plan = planFrom(answer.value, brief, ruled);
  return { ...plan, estimate: estimateOf(plan, means) };
}

const whyNone = (answer: { type: "refused"; category: string } | { type: "unusable" }): string =>
  answer.type === "refused" ? `refused: ${answer.category}` : answer.type;

/** Nothing has to be found out to read what is named and say what is in it. */
const isOnlyReading = ({ kind, given, previous }: Brief): boolean =>
  (kind === "summary" || kind === "document") && given.length > 0 && previous === null;

function openingOf(brief: Brief): string {
  const { searchable, previous, found } = brief;
  const places = [searchable.web ? "web" : "", searchable.library ? "library" : ""].filter(Boolean);
  const drafted =
    previous === null
      ? []
      : [
          tagged(
            "draft",
            { headline: previous.headline },
            statementsOf(previous)
              .map((statement) => `- ${quoted(statement.text)}`)
              .join("\n"),
          ),
        ];
  const gathered = (found?.subtasks ?? []).map(({ title, objective }) =>
    quoted(`- ${title}: ${objective}`),
  );
  return [
    askedIn(brief),
    givenIn(brief),
    `Searchable: ${places.join(", ") || "nothing"}.`,
    ...drafted,
    ...(gathered.length > 0
      ? [
          `What is asked has changed. These parts are gathered already and stay:\n${gathered.join("\n")}`,
        ]
      : []),
  ].join("\n\n");
}

function planFrom(planned: Planned, brief: Brief, ruled: Plan): Omit<Plan, "estimate"> {
  const reuse = planned.reuse && brief.previous !== null && brief.previous.sources.length > 0;
  const subtasks = subtasksOf(planned.subtasks, brief, { reuse });
  const done = planned.done_when
    .map((point) => plainOf(point).slice(0, doneLimits.characters).toWellFormed())
    .filter(Boolean)
    .slice(0, doneLimits.points);
  const somethingThere = reuse || (brief.found?.material.sources.length ?? 0) > 0;
  return {
    question: plainOf(planned.question).slice(0, 1_000).toWellFormed() || ruled.question,
    doneWhen: done.length > 0 ? done : ruled.doneWhen,
    reuse,
    subtasks: subtasks.length > 0 || somethingThere ? subtasks : ruled.subtasks,
  };
}
