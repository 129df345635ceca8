// The local Slack, for subjects that post to it.
import { z } from "zod";
import { startSandbox } from "../../../src/sandbox/sandbox.ts";
import { serve } from "./serve.ts";

const Given = z.object({ botToken: z.string(), signingSecret: z.string() });

await serve(Given, async ({ botToken, signingSecret }, opened) => {
  const nowhere = { mode: "http", url: "http://127.0.0.1:1/", signingSecret } as const;
  const slack = opened.use(await startSandbox({ botToken, seed: false, delivery: nowhere }));
  return slack.apiUrl;
});
