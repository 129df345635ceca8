// The whole of Legwork, with a Slack and a page that fail and repeat all that they were sent.
import type { RequestListener } from "node:http";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { startApp, startWorkers } from "../../../../src/app.ts";
import { openLog } from "../../../../src/log.ts";
import { serve } from "../../../research/sources/internet.ts";
import { people } from "../../../../src/sandbox/seed/workspace.ts";
import { aCommand, anEvent, bot, form, sendSigned, team } from "../../../support/signed.ts";

const Given = z.object({
  databaseUrl: z.string(),
  botToken: z.string(),
  signingSecret: z.string(),
  /** What a person asks, and what stands in the address that is to be read. */
  words: z.string(),
  query: z.string(),
  /** It ends after so many calls of Slack that failed. */
  calls: z.int(),
});
const { databaseUrl, botToken, signingSecret, words, query, calls } = Given.parse(
  JSON.parse(process.argv[2] ?? "{}"),
);

/** As much at once as `npm start` takes. */
const load = { concurrency: 8, perPerson: 4, perWorkspace: 64 };
const endsMsMax = 40_000;
const lookEveryMs = 50;
let slackCalls = 0;
let pages = 0;

/** Without knowing who it is and who asks it would not begin. */
const known: Readonly<Record<string, object>> = {
  "/api/auth.test": { ok: true, team_id: team, user_id: bot, bot_id: "B0LEGWORK" },
  "/api/users.info": { ok: true, user: { id: people.ada, team_id: team, profile: {} } },
};
const json = { "content-type": "application/json" };

const slack: RequestListener = (message, response) => {
  const fine = known[message.url ?? ""];
  if (fine !== undefined) {
    response.writeHead(200, json).end(JSON.stringify(fine));
    return;
  }
  slackCalls += 1;
  const turn = slackCalls;
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  message.on("end", () => {
    const said = `${message.headers.authorization} ${Buffer.concat(chunks).toString()}`;
    const wrong = { ok: false, error: "internal_error", response_metadata: { messages: [said] } };
    if (turn % 2 === 0) response.writeHead(500).end(said);
    else response.writeHead(200, json).end(JSON.stringify(wrong));
  });
};
const site: RequestListener = ({ url }, response) => {
  pages += 1;
  response.writeHead(500, { "x-echo": url ?? "" }).end(url);
};

await using stack = new AsyncDisposableStack();
const api = stack.use(await serve(slack));
const web = stack.use(await serve(site));
const ground = {
  databaseUrl,
  slack: { botToken, signingSecret, appToken: undefined, apiUrl: `${api.url}/api/` },
  now: () => new Date(),
  log: openLog(),
};
const means = {
  search: { id: "none" as const },
  fetchAllow: [web.host],
  library: [],
  answerMinutes: 0,
};
await startWorkers(ground, load, means);
const app = await startApp(ground, { port: 0, host: "127.0.0.1" });
const text = `${words} ${web.url}/feed?access_token=${query}`;
const command = aCommand({ command: "/summarize", text });
const { status } = await sendSigned({ app, signingSecret }, command, { type: form });
await sendSigned({ app, signingSecret }, command, { type: form, secret: "another" });
// Whatever else fails, this one does at once, and again.
const opening = { type: "app_home_opened", user: people.ada, channel: "D0ADA", tab: "home" };
await sendSigned({ app, signingSecret }, anEvent(opening));

const enough = () => slackCalls >= calls && pages > 0;
for (let waited = 0; waited < endsMsMax && !enough(); waited += lookEveryMs) {
  await setTimeout(lookEveryMs);
}
// As it would be ended in the middle of all this; what it left behind is what is looked at.
process.send?.({ status, slackCalls, pages }, () => process.exit());
