import { z } from "zod";
import type { Plan, Subtask } from "../../../domain/plan.ts";
import { AccountError, BudgetError, PermanentError } from "../../../errors.ts";
import type { Brief, EngineContext, Material } from "../../engine.ts";
import { quoted, tagged } from "../data.ts";
import type { Means } from "../means.ts";
import { ask } from "../talk/structured.ts";
import { visibleIn } from "../visible.ts";
import { askedIn, text } from "./ask.ts";
import { subtaskLimits, subtasksOf } from "./subtasks.ts";

const Gap = z.object({
  complete: z.boolean(),
  subtasks: z.array(
    z.object({
      title: z.string(),
      objective: z.string(),
      reads: z.array(z.enum(["web", "library"])),
      queries: z.array(z.string()),
    }),
  ),
});

/** Further parts of the one further round, and how much of the findings is shown for it. */
const limits = { parts: 2, findings: 80, excerpt: 160 } as const;

/**
 * What is still missing, as further parts. They are thought out by somebody who has seen what was read, so where that was
 * not public they are tainted. Without money or an answer nothing is missing: what is there is written up.
 */
export async function findGaps(
  brief: Brief,
  plan: Plan,
  all: Material,
  means: Means,
  context: EngineContext,
): Promise<readonly Subtask[]> {
  const searched = plan.subtasks.some(({ manner }) => manner !== undefined && manner.by !== "read");
  const { web, library } = brief.searchable;
  if (!searched || !(web || library)) return [];
  const material = visibleIn(all, brief);
  const answer = await askQuietly(brief, plan, material, means, context);
  if (answer === undefined || answer.complete) return [];
  const highest = Math.max(0, ...plan.subtasks.map(({ number }) => number));
  const room = Math.max(0, subtaskLimits.parts - plan.subtasks.length);
  const tainted = material.sources.some(({ visibility }) => visibility.type !== "public");
  const parts = answer.subtasks.slice(0, limits.parts).map((part) => ({
    ...part,
    boundaries: "Only what is still missing; the rest is gathered already.",
    effort: "low" as const,
    given: [],
  }));
  return subtasksOf(parts, brief, { reuse: true })
    .slice(0, Math.min(room, limits.parts))
    .map(({ manner, ...part }, n) => ({
      ...part,
      number: highest + n + 1,
      ...(manner && { manner: { ...manner, tainted: manner.tainted || tainted } }),
    }));
}

async function askQuietly(
  brief: Brief,
  plan: Plan,
  material: Material,
  means: Means,
  context: EngineContext,
): Promise<z.infer<typeof Gap> | undefined> {
  try {
    const answer = await ask(
      {
        name: "gap:model",
        model: means.models.main,
        prompt: "gap",
        shape: Gap,
        open: async () => [text(openingOf(brief, plan, material))],
        maxTokens: 3_000,
        effort: "low",
        share: "work",
      },
      means,
      context,
    );
    return answer.type === "answer" ? answer.value : undefined;
  } catch (error) {
    // What only an admin can mend would keep the draft from being written, too: then the run had better wait here.
    if (error instanceof AccountError) throw error;
    if (!(error instanceof BudgetError || error instanceof PermanentError)) throw error;
    means.log("gaps not looked for", { why: error.name });
    return undefined;
  }
}

function openingOf(brief: Brief, plan: Plan, { sources, findings, notes }: Material): string {
  const { searchable } = brief;
  const places = [searchable.web ? "web" : "", searchable.library ? "library" : ""].filter(Boolean);
  const lines = findings.slice(0, limits.findings).map(({ source, passage, why }) => {
    const from = sources[source];
    const excerpt = from?.passages[passage]?.text.slice(0, limits.excerpt).toWellFormed() ?? "";
    return quoted(`- ${from?.title ?? ""}: ${why}. “${excerpt.replace(/\s+/g, " ")}…”`);
  });
  return [
    askedIn(brief),
    `The question, restated: ${quoted(plan.question)}`,
    `Complete when:\n${plan.doneWhen.map((point) => quoted(`- ${point}`)).join("\n")}`,
    `Parts so far:\n${plan.subtasks.map(({ title }) => quoted(`- ${title}`)).join("\n")}`,
    tagged("sources", {}, lines.join("\n") || "Nothing was found."),
    ...(notes.length > 0 ? [`Notes:\n${notes.map((note) => quoted(`- ${note}`)).join("\n")}`] : []),
    `Searchable: ${places.join(", ")}.`,
  ].join("\n\n");
}
