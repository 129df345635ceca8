import { z } from "zod";
import type { Asking } from "../../../domain/question.ts";
import type { Brief, EngineContext } from "../../engine.ts";
import { ask } from "../talk/structured.ts";
import type { Means } from "../means.ts";
import { quoted, tagged } from "../data.ts";
import { askedIn, givenIn, text } from "./ask.ts";
import { plainOf } from "./plainwords.ts";

const Clear = z.object({
  clear: z.boolean(),
  question: z.string(),
  options: z.array(z.string()),
  default: z.string(),
});

/** A question back, where a request has readings that lead to different research; null where it is clear, or nobody can tell. */
export async function clarify(
  brief: Brief,
  means: Means,
  context: EngineContext,
): Promise<Asking | null> {
  // What is to be summed up is named already.
  if (brief.kind === "summary" || brief.kind === "document") return null;
  const answer = await ask(
    {
      name: "clarify:model",
      model: means.models.small,
      prompt: "clarify",
      shape: Clear,
      open: async () => [text(`<request>\n${askedIn(brief)}\n</request>\n${givenIn(brief)}`)],
      maxTokens: 1_000,
      effort: "off",
      share: "work",
    },
    means,
    context,
  );
  if (answer.type !== "answer" || answer.value.clear) return null;
  const { question, options, default: otherwise } = answer.value;
  return {
    question: plainOf(question),
    options: options.map(plainOf),
    default: plainOf(otherwise),
  };
}

const Scope = z.object({ does: z.enum(["steer", "rescope"]) });

/** Whether a note changes what is asked. Throws what a person need not hear of: then clear words decide. */
export async function triage(
  note: string,
  brief: Brief,
  means: Means,
  context: EngineContext,
): Promise<"rescope" | "steer"> {
  const answer = await ask(
    {
      name: "triage:model",
      model: means.models.small,
      prompt: "scope",
      shape: Scope,
      open: async () => [text(`${askedIn(brief)}\n${tagged("note", {}, quoted(note))}`)],
      maxTokens: 500,
      effort: "off",
      share: "work",
    },
    means,
    context,
  );
  return answer.type === "answer" ? answer.value.does : "steer";
}
