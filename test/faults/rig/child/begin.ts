import { startApp, startWorkers, type Ground, type Load } from "../../../../src/app.ts";
import { tokenOf } from "../slack/methods.ts";
import { openThinking } from "./engine.ts";
import { beginFormer } from "./former.ts";
import type { Begin } from "./orders.ts";

/** Nobody waits because of who asked. */
const bounds = { perPerson: 1_000, perWorkspace: 1_000 };
const means = { search: { id: "none" as const }, fetchAllow: [], library: [] };

/** Starts one half of Legwork as `npm run app` and `npm run worker` do; answers where the app listens. */
export async function begin(given: Begin, opened: AsyncDisposableStack): Promise<string> {
  if (given.former !== undefined) return await beginFormer(given.former, given, opened);
  const { role, name, databaseUrl, apiUrl, signingSecret, concurrency, limits, loud } = given;
  const ground: Ground = {
    databaseUrl,
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
    await startWorkers(ground, load, means, {
      thinking: openThinking(given),
      limits: {
        ...(graceMs !== undefined && { graceMs }),
        ...(cardEveryMs !== undefined && { cardEveryMs }),
      },
    }),
  );
  return "";
}
