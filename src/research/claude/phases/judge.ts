import { z } from "zod";
import type { Draft, Statement, Verdict } from "../../../domain/draft.ts";
import { BudgetError, DeferredError, PermanentError } from "../../../errors.ts";
import { evidenceOf } from "../../check/check.ts";
import type { EngineContext, Material } from "../../engine.ts";
import { createHash } from "node:crypto";
import { quoted, tagged } from "../data.ts";
import { allEnded } from "../ended.ts";
import type { Means } from "../means.ts";
import { ask } from "../talk/structured.ts";
import { text } from "./ask.ts";
import { plainOf } from "./plainwords.ts";

const Judged = z.object({
  verdict: z.enum(["supported", "partial", "unsupported"]),
  why: z.string(),
});

/** Claims that are looked at side by side. */
const atOnce = 4;

/** Characters of passages that a claim is judged by. */
const passagesCharactersMax = 12_000;

/**
 * Judges claims, each in a conversation that holds it, its passages and nothing else. Null for those that nobody could
 * judge; where money or the service gives out, the others go without. Where answers come later, all are asked for before that
 * is said.
 */
export async function judgeAll(
  statements: readonly Statement[],
  { draft, material, round }: { draft: Draft; material: Material; round: string },
  means: Means,
  context: EngineContext,
): Promise<readonly (Verdict | null)[]> {
  const verdicts: (Verdict | null)[] = statements.map(() => null);
  const waiting = [...statements.entries()];
  let over = false;
  let deferred: DeferredError | undefined;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !over; next = waiting.shift()) {
      const [n, statement] = next;
      try {
        verdicts[n] = await judge(statement, { draft, material, round }, means, context);
      } catch (error) {
        if (error instanceof DeferredError) {
          deferred = error;
          continue;
        }
        over = true;
        if (!(error instanceof BudgetError || error instanceof PermanentError)) throw error;
        means.log("claims not checked", { why: error.name });
      }
    }
  };
  await allEnded(Array.from({ length: atOnce }, work));
  if (deferred !== undefined) throw deferred;
  return verdicts;
}

async function judge(
  statement: Statement,
  { draft, material, round }: { draft: Draft; material: Material; round: string },
  means: Means,
  context: EngineContext,
): Promise<Verdict | null> {
  const passages = passagesFor(statement, draft, material);
  if (passages === "") return null;
  const claim = tagged("claim", {}, quoted(statement.text));
  const key = createHash("sha256").update(`${claim}\n${passages}`).digest("hex").slice(0, 16);
  const answer = await ask(
    {
      name: `check:${round}:${key}`,
      model: means.models.small,
      prompt: "check",
      shape: Judged,
      open: async () => [text(`${passages}\n\n${claim}`)],
      maxTokens: 1_000,
      effort: "off",
      share: "finish",
    },
    means,
    context,
  );
  if (answer.type !== "answer") return null;
  const { verdict: says, why } = answer.value;
  return { says, why: plainOf(why).slice(0, 200).toWellFormed() };
}

/** The whole passages that a statement cites, with who says it and where. */
export function passagesFor({ citations }: Statement, draft: Draft, material: Material): string {
  const shown = new Set<string>();
  let characters = 0;
  for (const citation of citations) {
    const found = evidenceOf(citation, draft, material);
    if (!found || characters > passagesCharactersMax) continue;
    const { title, passage } = found;
    characters += passage.text.length;
    shown.add(
      tagged(
        "passage",
        { from: title, at: passage.locator, by: passage.speaker },
        quoted(passage.text),
      ),
    );
  }
  return [...shown].join("\n");
}
