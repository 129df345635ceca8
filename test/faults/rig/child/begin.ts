import { startApp, startWorkers, type Ground, type Load, type Means } from "../../../../src/app.ts";
import { defaultModels } from "../../../../src/research/claude/setting.ts";
import { defaultApiKey } from "../../../support/model/house.ts";
import { tokenOf } from "../slack/methods.ts";
import { openThinking } from "./engine.ts";
import { beginFormer } from "./former.ts";
import type { Begin } from "./orders.ts";

/** Nobody waits because of who asked. */
const bounds = { perPerson: 1_000, perWorkspace: 1_000 };
const means: Means = { search: { id: "none" }, fetchAllow: [], library: [], answerMinutes: 0 };
/** A worker that dies in the middle of a call has it booked at its worst: no trial of deaths may end for want of money. */
const anyAmount = { task: null, person: null, channel: null, workspace: null };

/** Starts one half of Legwork as `npm run app` and `npm run worker` do; answers where the app listens. */
export async function begin(given: Begin, opened: AsyncDisposableStack): Promise<string> {
  if (given.former !== undefined) return await beginFormer(given.former, given, opened);
  const { role, name, databaseUrl, apiUrl, signingSecret, concurrency, limits, loud } = given;
  const ground: Ground = {
    databaseUrl,
    ...(given.searchUrl !== undefined && { budget: anyAmount }),
    slack: { botToken: tokenOf(name), signingSecret, appToken: undefined, apiUrl },
    now: () => new Date(),
    log: (event, fields) => {
      if (loud) process.stderr.write(`${name}: ${event} ${JSON.stringify(fields)}\n`);
    },
  };
  if (role === "app") {
    return opened.use(await startApp(ground, { port: 0, host: "127.0.0.1" })).url;
  }
  const load: Load = { concurrency, ...bounds };
  const { graceMs, cardEveryMs } = limits;
  opened.use(
    await startWorkers(ground, load, meansOf(given), {
      ...(given.searchUrl === undefined && { thinking: openThinking(given) }),
      limits: {
        ...(graceMs !== undefined && { graceMs }),
        ...(cardEveryMs !== undefined && { cardEveryMs }),
      },
    }),
  );
  return "";
}

/** A web that is searched and read by the real reader, and a model to think with; none of both unless told. */
function meansOf({ searchUrl, modelUrl, library = [] }: Begin): Means {
  if (searchUrl === undefined) return means;
  return {
    ...means,
    search: { id: "searxng", baseUrl: searchUrl },
    fetchAllow: [new URL(searchUrl).host],
    library,
    model: {
      access: {
        apiKey: defaultApiKey,
        authToken: undefined,
        baseUrl: modelUrl,
        oldHeaders: false,
      },
      models: { ...defaultModels, other: null },
      capabilities: {},
      prices: {},
    },
  };
}
