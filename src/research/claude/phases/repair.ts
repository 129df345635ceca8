import { z } from "zod";
import type { Draft, Statement } from "../../../domain/draft.ts";
import { BudgetError, PermanentError } from "../../../errors.ts";
import type { EngineContext, Material } from "../../engine.ts";
import { quoted, tagged } from "../data.ts";
import type { Means } from "../means.ts";
import { ask } from "../talk/structured.ts";
import { text } from "./ask.ts";
import { passagesFor } from "./judge.ts";
import { plainOf } from "./plainwords.ts";

const Repaired = z.object({
  claims: z.array(z.object({ number: z.int(), text: z.string() })),
});

/** Claims that one repair takes; further ones are labelled as they are. */
const claimsMax = 15;

export type Faulty = { readonly statement: Statement; readonly why: string };

/**
 * Has claims that their passages do not carry made smaller, in one call for all of them. An empty text means that nothing
 * of a claim is worth keeping; undefined, that it stays as it is. No repair where money or the service gives out.
 */
export async function repair(
  faulty: readonly Faulty[],
  { draft, material }: { draft: Draft; material: Material },
  means: Means,
  context: EngineContext,
): Promise<readonly (string | undefined)[]> {
  const taken = faulty.slice(0, claimsMax);
  if (taken.length === 0) return [];
  const listed = taken.map(({ statement, why }, n) =>
    [
      `Claim ${n + 1}`,
      tagged("claim", {}, quoted(statement.text)),
      `What is wrong: ${quoted(why)}`,
      passagesFor(statement, draft, material) || "It cites no passage.",
    ].join("\n"),
  );
  try {
    const answer = await ask(
      {
        name: "check:repair",
        model: means.models.main,
        prompt: "repair",
        shape: Repaired,
        open: async () => [text(listed.join("\n\n"))],
        maxTokens: 4_000,
        effort: "low",
        share: "finish",
      },
      means,
      context,
    );
    if (answer.type !== "answer") return [];
    const { claims } = answer.value;
    return taken.map((_, n) => {
      const found = claims.find(({ number }) => number === n + 1);
      return found && plainOf(found.text);
    });
  } catch (error) {
    if (!(error instanceof BudgetError || error instanceof PermanentError)) throw error;
    means.log("claims not repaired", { why: error.name });
    return [];
  }
}
