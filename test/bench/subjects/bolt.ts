// A bare Bolt app as its documentation writes one: it answers a command at once or, given a database, after one insert.
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";
import { Pool } from "pg";
import { z } from "zod";
import { serve } from "./serve.ts";

const Given = z.object({ signingSecret: z.string(), databaseUrl: z.string().optional() });

await serve(Given, async ({ signingSecret, databaseUrl }, opened) => {
  const store = databaseUrl === undefined ? undefined : await openStore(databaseUrl, opened);
  const receiver = new HTTPReceiver({
    signingSecret,
    processBeforeResponse: true,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({ botToken: "xoxb-bench", botId: "B0BENCH", botUserId: "U0BENCH" }),
  });
  app.command("/research", async ({ command, ack }) => {
    await store?.query(
      "insert into request (trigger_id, team, channel, requester, text) values ($1, $2, $3, $4, $5)",
      [command.trigger_id, command.team_id, command.channel_id, command.user_id, command.text],
    );
    await ack({ response_type: "ephemeral", text: "On it." });
  });
  const server = await app.start({ port: 0, host: "127.0.0.1" });
  opened.defer(async () => void (await app.stop()));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return `http://127.0.0.1:${port}/slack/events`;
});

async function openStore(databaseUrl: string, opened: AsyncDisposableStack): Promise<Pool> {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  opened.defer(() => pool.end());
  await pool.query(
    `create table request (
       trigger_id text primary key, team text not null, channel text not null,
       requester text not null, text text not null, at timestamptz not null default now()
     )`,
  );
  return pool;
}
