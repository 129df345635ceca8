import type Anthropic from "@anthropic-ai/sdk";
import { type Draft, statementsOf } from "../../../domain/draft.ts";
import type { Plan } from "../../../domain/plan.ts";
import { BudgetError } from "../../../errors.ts";
import type { Brief, EngineContext, Material } from "../../engine.ts";
import { writeDraft } from "../../extractive/write.ts";
import { type Called, call } from "../call.ts";
import type { Means } from "../means.ts";
import { freeze, paramsOf } from "../talk/frozen.ts";
import { textOf } from "../talk/structured.ts";
import { visibleIn } from "../visible.ts";
import { assemble } from "./assemble.ts";
import { citedIn, markedIn } from "./cited.ts";
import { evidenceOf } from "./evidence.ts";
import { emptyDraft, unansweredDraft } from "./empty.ts";
import { shapeOf } from "./shape.ts";
import { type Ground, openingOf } from "./telling.ts";

/** Output tokens of a draft, thoughts included. */
const draftTokensMax = 8_000;

/** Material in, draft out, in a fresh conversation that sees the evidence alone. Without evidence no model is asked. */
export async function writeAnswer(
  brief: Brief,
  plan: Plan,
  all: Material,
  means: Means,
  context: EngineContext,
): Promise<Draft> {
  const material = visibleIn(all, brief);
  const { pieces, left } = evidenceOf(material);
  if (pieces.length === 0) return emptyDraft(plan, material);
  const ground: Ground = { brief, plan, material, pieces };
  const { main, other } = means.models;
  const tellings = [
    ...material.notes,
    ...(left > 0 ? [`${left} further passages were found, for which there was no room.`] : []),
  ];
  try {
    let written = await writeWith(main, "write:model", ground, means, context);
    if (written.said.ended === "refused" && other !== null) {
      written = await writeWith(other, "write:model:other", ground, means, context);
    }
    const { said } = written;
    if (said.ended === "refused") {
      return await byRule(ground, `Claude declined to write this answer (${said.category}).`);
    }
    const { draft, answers } = draftFrom(written, ground, tellings);
    if (!answers) return unansweredDraft(draft, plan, written.model);
    if (statementsOf(draft).some(({ citations }) => citations.length > 0)) return draft;
    const why =
      statementsOf(draft).length > 0 ? "cited nothing that was found" : "could not be read";
    return await byRule(ground, `Claude's answer ${why}.`);
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    // What exists is written up all the same, by means that cost nothing.
    return await byRule(ground, "The budget did not allow an answer by the model.");
  }
}

type Written = { readonly said: Called; readonly cites: boolean; readonly model: string };

function draftFrom(
  { said, cites, model }: Written,
  { brief, plan, pieces }: Ground,
  tellings: readonly string[],
): { readonly draft: Draft; readonly answers: boolean } {
  const cut = said.ended === "cut";
  const answer = cites ? citedIn(said.message) : markedIn(textOf(said.message));
  const shape = shapeOf(cut ? withoutLastLine(answer) : answer);
  const draft = assemble(shape, pieces, {
    brief,
    question: plan.question,
    method: `Written by ${model} from the sources below`,
    missing: [
      ...(cut ? ["The answer was cut off at the model's limit: its end is missing here."] : []),
      ...tellings,
    ],
  });
  // To say only what is not covered is an answer, too: that there is none.
  return { draft, answers: cut || shape.sections.length > 0 || shape.missing.length === 0 };
}

async function writeWith(
  model: string,
  name: string,
  ground: Ground,
  means: Means,
  context: EngineContext,
): Promise<Written> {
  const frozen = await freeze(
    {
      name,
      model,
      prompt: "write",
      open: async () => openingOf(ground, means.can(model).citations, means),
      maxTokens: draftTokensMax,
      effort: "medium",
    },
    means,
    context,
  );
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: [...frozen.opening] }];
  const say = (part: string, maxTokens: number) =>
    call(
      {
        name: `${name}${part}`,
        params: paramsOf(frozen, messages, { maxTokens }),
        share: "finish",
        alone: true,
      },
      means,
      context,
    );
  const said = await say("", frozen.maxTokens);
  const isCut = said.ended === "cut" && said.by === "length";
  return {
    said: isCut ? await say(":longer", frozen.maxTokens * 2) : said,
    cites: frozen.can.citations,
    model: frozen.model,
  };
}

/** The last line of an answer that was cut may be half a claim. */
function withoutLastLine(answer: ReturnType<typeof citedIn>): typeof answer {
  const whole = answer.map((part) => part.text).join("");
  let room = whole.lastIndexOf("\n") + 1;
  return answer.flatMap((part) => {
    const kept = part.text.slice(0, Math.max(0, room));
    room -= part.text.length;
    return kept === "" ? [] : [{ ...part, text: kept }];
  });
}

/** The sentences of the sources themselves, chosen by rule, with a word about why no model wrote. */
async function byRule({ brief, plan, material }: Ground, why: string): Promise<Draft> {
  const draft = await writeDraft(brief, plan, material);
  return { ...draft, missing: [why, ...draft.missing] };
}
