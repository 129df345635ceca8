import type Anthropic from "@anthropic-ai/sdk";
import { createHash } from "node:crypto";
import type { Reading, SourceQuery } from "../../../domain/source.ts";
import { BudgetError } from "../../../errors.ts";
import type { EngineContext } from "../../engine.ts";
import { call } from "../call.ts";
import { allEnded } from "../ended.ts";
import type { Means } from "../means.ts";
import { readOnce } from "../read.ts";
import { freeze, paramsOf } from "../talk/frozen.ts";

/** Pages of one search that are read in full. */
const pagesMax = 4;

/** Reads or searches one thing for a part; the web by the service itself, where no other search is set up. */
export function readFor(
  name: string,
  query: SourceQuery,
  means: Means,
  context: EngineContext,
): Promise<Reading> {
  return query.type === "web" && means.serverSearch
    ? searchByService(name, query.query, means, context)
    : readOnce(query, context);
}

/**
 * A web search by the service itself, in a small call of its own: only what it finds comes back, and the pages are read by
 * our own guarded reader. Its errors come within an answer that looks well.
 */
async function searchByService(
  part: string,
  query: string,
  means: Means,
  context: EngineContext,
): Promise<Reading> {
  const key = createHash("sha256").update(query).digest("hex").slice(0, 16);
  const name = `${part}:web:${key}`;
  const tool: Anthropic.WebSearchTool20260318 = {
    type: "web_search_20260318",
    name: "web_search",
    max_uses: 1,
    allowed_callers: ["direct"],
  };
  const frozen = await freeze(
    {
      name,
      model: means.models.small,
      prompt: "search",
      tools: [tool],
      open: async () => [{ type: "text", text: query }],
      maxTokens: 1_000,
      effort: "off",
    },
    means,
    context,
  );
  const params = paramsOf(frozen, [{ role: "user", content: [...frozen.opening] }]);
  try {
    const said = await call({ name, params, share: "work" }, means, context);
    const { hits, problem } = hitsIn(said.message);
    const readings = await allEnded(
      hits.slice(0, pagesMax).map((url) => readOnce({ type: "page", url }, context)),
    );
    return {
      sources: readings.flatMap(({ sources }) => sources),
      notes: [
        ...readings.flatMap(({ notes }) => notes),
        ...problem,
        ...(said.ended === "refused"
          ? [`Claude declined to search the web for that (${said.category}).`]
          : []),
      ],
    };
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    return { sources: [], notes: ["The budget did not allow another web search."] };
  }
}

function hitsIn({ content }: Anthropic.Message): { hits: string[]; problem: string[] } {
  const results = content.flatMap((block) =>
    block.type === "web_search_tool_result" ? [block.content] : [],
  );
  const hits = results.flatMap((found) =>
    Array.isArray(found) ? found.map(({ url }) => url) : [],
  );
  const failed = results.some((found) => !Array.isArray(found));
  return {
    hits: [...new Set(hits)],
    problem: failed ? ["The web search of the service did not answer."] : [],
  };
}
