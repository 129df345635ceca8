import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { channels, people } from "../../src/sandbox/seed/workspace.ts";
import { quantile } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { botToken } from "./legwork.ts";
import { signingSecret } from "./load.ts";
import { startSubject } from "./subject.ts";
import { ms, table } from "./table.ts";

/** From a request to its draft in the thread: `/summarize` of the seeded workspace's longest thread, one after another. */
export async function thread(ground: Ground, requests: number): Promise<string> {
  await using opened = new AsyncDisposableStack();
  const nowhere = { mode: "http", url: "http://127.0.0.1:1/", signingSecret } as const;
  const slack = opened.use(await startSandbox({ botToken, delivery: nowhere }));
  const databaseUrl = await ground.migrated("thread");
  const given = { signingSecret, botToken, apiUrl: slack.apiUrl, databaseUrl, mode: "all" };
  const { url } = opened.use(await startSubject("legwork", given));
  slack.setDelivery({ mode: "http", url, signingSecret });

  const lengthOf = ({ ts }: { ts: string }) => slack.thread(channels.product, ts).length;
  const parent = longestThread();
  const link = `https://ambleford.slack.com/archives/${channels.product}/p${parent.ts.replace(".", "")}`;
  const summarize = async (nth: number): Promise<number> => {
    const from = performance.now();
    await slack.as(people.ada).command("#general", "/summarize", `<${link}>`);
    await slack.until(() => draftsIn().length === nth);
    return performance.now() - from;
  };
  const first = await summarize(1);
  const later: number[] = [];
  while (later.length < requests) later.push(await summarize(later.length + 2));

  return [
    `From a request to its draft in the thread: ${lengthOf(parent)} messages summarized by the extractive engine,`,
    `${requests} requests one after another, after a first one in a process that had done nothing yet.`,
    "",
    table(
      ["", "first", "p50", "slowest"],
      [
        [
          "/summarize, workers in the same process",
          ms(first),
          ms(quantile(later, 0.5)),
          ms(Math.max(...later)),
        ],
      ],
    ),
  ].join("\n");

  function longestThread() {
    const [longest] = slack
      .messages(channels.product)
      .filter(({ ts, thread_ts }) => thread_ts === ts)
      .toSorted((a, b) => lengthOf(b) - lengthOf(a));
    if (longest === undefined) throw new Error("the seeded workspace has no thread");
    return longest;
  }

  /** Drafts that wait for a decision: one for each request so far. */
  function draftsIn() {
    return slack
      .messages(channels.general)
      .filter(({ bot_id, blocks }) => bot_id && JSON.stringify(blocks ?? []).includes('"approve"'));
  }
}
