// Legwork, or one half of it, as `npm start` and `npm run app` start it.
import { z } from "zod";
import { type Ground, startApp, startWorkers } from "../../../src/app.ts";
import { serve } from "./serve.ts";

const Given = z.object({
  databaseUrl: z.string(),
  signingSecret: z.string(),
  botToken: z.string(),
  apiUrl: z.string(),
  mode: z.enum(["all", "app"]),
});

/** As much at once as `npm start` takes. */
const load = { concurrency: 8, perPerson: 4, perWorkspace: 64 };

await serve(Given, async ({ databaseUrl, mode, ...slack }, opened) => {
  const ground: Ground = {
    databaseUrl,
    slack: { ...slack, appToken: undefined },
    now: () => new Date(),
    log: () => {},
  };
  const means = { search: { id: "none" as const }, fetchAllow: [], library: [], answerMinutes: 30 };
  if (mode === "all") opened.use(await startWorkers(ground, load, means));
  const app = opened.use(await startApp(ground, { port: 0, host: "127.0.0.1" }));
  return `${app.url}/slack/events`;
});
