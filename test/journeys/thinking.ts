import type { Limits } from "../../src/domain/budget.ts";
import { parseClaudeSetting } from "../../src/research/claude/setting.ts";
import { harbourPages } from "../support/harbour.ts";
import { startLegwork } from "../support/legwork.ts";
import type { Brain } from "../support/model/call.ts";
import { startModel } from "../support/model/server.ts";
import { harbourBrain } from "../support/researcher.ts";
import { openWeb, type SmallWeb } from "../support/web.ts";

export type Thinking = Awaited<ReturnType<typeof startThinking>>;

/** Legwork thinking with a model that plays itself, over a small web that is searched by our own means or by the model's. */
export async function startThinking({
  budget = {},
  search = "own",
  around = (brain) => brain,
  holdBatches = false,
  workers = true,
}: {
  budget?: Partial<Limits>;
  search?: "own" | "model";
  around?: (brain: Brain) => Brain;
  holdBatches?: boolean;
  workers?: boolean;
} = {}) {
  await using opening = new AsyncDisposableStack();
  const web = opening.use(await openWeb(harbourPages, { opened: false }));
  const brain = around(searching(harbourBrain({}), web));
  const model = opening.use(await startModel({ brain, holdBatches }));
  const { setting } = parseClaudeSetting({
    ANTHROPIC_API_KEY: model.apiKey,
    ANTHROPIC_BASE_URL: model.url,
  });
  const legwork = opening.use(
    await startLegwork({
      real: true,
      budget,
      workers,
      means: {
        search: search === "own" ? { id: "searxng", baseUrl: web.searchUrl } : { id: "anthropic" },
        fetchAllow: [web.host],
        model: setting,
      },
    }),
  );
  const opened = opening.move();
  return { ...legwork, model, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** A brain whose endpoint searches the web for it: it finds the same two pages, whatever it looks for. */
const searching =
  (brain: Brain, { host }: SmallWeb): Brain =>
  (request, call) => {
    const tool = request.tools?.find(({ type }) => type?.startsWith("web_search_"));
    if (tool === undefined) return brain(request, call);
    const id = `srvtoolu_${call.hash.slice(0, 24)}`;
    return {
      content: [
        { type: "server_tool_use", id, name: "web_search", input: { query: "harbour" } },
        {
          type: "web_search_tool_result",
          tool_use_id: id,
          content: harbourPages.slice(0, 2).map(({ title }, n) => ({
            type: "web_search_result",
            url: `http://${host}/page/${n}`,
            title,
            encrypted_content: "hidden",
            page_age: null,
          })),
        },
        { type: "text", text: "Two pages were found." },
      ],
    };
  };
