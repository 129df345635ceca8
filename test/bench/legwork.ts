import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Ground } from "./ground.ts";
import { signingSecret } from "./load.ts";
import { startSubject } from "./subject.ts";

export const botToken = "xoxb-bench";

export type Legwork = AsyncDisposable & {
  /** Where it takes Slack's requests. */
  readonly url: string;
  readonly databaseUrl: string;
  /** Resolves once everything that was asked is done, so that whoever is measured next is alone. */
  readonly drained: () => Promise<void>;
};

/** How long what was asked in one block may take, in milliseconds. */
const drainMs = 120_000;
const lookEveryMs = 100;

/** Legwork on a database of its own, or only its Slack side (`app`); with a local Slack to post to. */
export async function startLegwork(
  ground: Ground,
  { name, mode }: { name: string; mode: "all" | "app" },
): Promise<Legwork> {
  await using opening = new AsyncDisposableStack();
  const databaseUrl = await ground.migrated(name);
  const own = { signingSecret, botToken };
  const { url: apiUrl } = opening.use(await startSubject("slack", own));
  const given = { ...own, apiUrl, databaseUrl, mode };
  const { url } = opening.use(await startSubject("legwork", given));
  const opened = opening.move();
  return {
    url,
    databaseUrl,
    drained: () => drained(databaseUrl),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function drained(databaseUrl: string): Promise<void> {
  for (let waited = 0; waited < drainMs; waited += lookEveryMs) {
    const [row] = await ask<{ open: number }>(
      databaseUrl,
      `select (select count(*) from task where status in ('queued', 'running'))::int
            + (select count(*) from pgboss.job where state < 'completed')::int as open`,
    );
    if (row?.open === 0) return;
    await sleep(lookEveryMs);
  }
  throw new Error("the jobs of a block did not end");
}
