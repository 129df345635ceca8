import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Draft } from "../../../src/domain/draft.ts";
import { harbourQuestion } from "../../support/harbour.ts";
import type { Brain } from "../../support/model/call.ts";
import { type Model, startModel } from "../../support/model/server.ts";
import { harbourBrain } from "../../support/researcher.ts";
import type { SmallWeb } from "../../support/web.ts";
import { aRequest, deliver, signingSecret } from "./asking.ts";
import { type Books, openBooks } from "./books.ts";
import type { Replaced } from "./child/replace.ts";
import { type Crew, openCrew } from "./crew.ts";
import type { Postgres } from "./postgres.ts";
import { graceMs } from "./scene.ts";
import { openSlack, type Slack } from "./slack.ts";

/** A call as it reached the model; `at` in milliseconds since 1970. */
export type Arrival = {
  /** Of exactly what was sent. */
  readonly hash: string;
  readonly at: number;
  /** Whether it is a turn of a part that is being gathered. */
  readonly gathers: boolean;
};

/** One question on the real app, with workers that think with a model that plays itself, over a small web. */
export type Research = AsyncDisposable & {
  readonly crew: Crew;
  readonly books: Books;
  readonly slack: Slack;
  readonly model: Model;
  readonly arrivals: readonly Arrival[];
  /** Asks the question. Throws where the app does not take it. */
  readonly ask: () => Promise<void>;
  /** Resolves with the draft once it waits for a decision; undefined where that does not happen in so many milliseconds. */
  readonly drafted: (withinMs: number) => Promise<Draft | undefined>;
};

export type ResearchSetting = {
  /** Instead of the one that researches the harbour. */
  readonly brain?: Brain;
  /** Folders to search. */
  readonly library?: readonly string[];
  readonly name: string;
  readonly workers: number;
  /** Runs and parts of runs at once in each worker. */
  readonly concurrency: number;
  readonly callMs: number;
  readonly replaced?: Replaced;
};

/** Starts all of it on a database of its own. The web is shared, because its address is part of what is read. */
export async function openResearch(
  postgres: Postgres,
  web: Pick<SmallWeb, "searchUrl">,
  setting: ResearchSetting,
): Promise<Research> {
  await using opening = new AsyncDisposableStack();
  const databaseUrl = await postgres.migrated(setting.name);
  const arrivals: Arrival[] = [];
  const harbour = harbourBrain({
    callMs: setting.callMs,
    saw: ({ tools = [] }, { hash }) =>
      void arrivals.push({ hash, at: Date.now(), gathers: tools.length > 0 }),
  });
  const model = opening.use(await startModel({ brain: setting.brain ?? harbour }));
  const slack = opening.use(await openSlack());
  const books = opening.use(openBooks(databaseUrl));
  const crew = opening.use(
    openCrew({
      databaseUrl,
      apiUrl: slack.apiUrl,
      modelUrl: model.url,
      searchUrl: web.searchUrl,
      signingSecret,
      concurrency: setting.concurrency,
      ...(setting.library && { library: [...setting.library] }),
      limits: { graceMs },
      replaced: setting.replaced ?? {},
      spares: 1,
      loud: process.env["LEGWORK_TEST_LOG"] !== undefined,
    }),
  );
  const workers = Array.from({ length: setting.workers }, () => crew.hire("worker"));
  const [app] = await Promise.all([crew.hire("app"), ...workers]);
  const opened = opening.move();
  return {
    crew,
    books,
    slack,
    model,
    arrivals,
    async ask() {
      const asked = { ...aRequest(1, "mention"), question: harbourQuestion };
      if (!(await deliver(app.url, asked))) throw new Error("the app did not take the question");
    },
    drafted: (withinMs) => waitForDraft(books, withinMs),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** How often somebody looks, in milliseconds. */
const lookEveryMs = 50;

const Ended = z.object({ status: z.string(), draft: z.unknown() });

async function waitForDraft({ query }: Books, withinMs: number): Promise<Draft | undefined> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const [task] = await query(
      "select status, body as draft from task left join draft on draft.task_id = task.id",
      Ended,
    );
    if (task?.status === "in_review") return Draft.parse(task.draft);
    if (task?.status === "failed") return undefined;
    await sleep(lookEveryMs);
  }
  return undefined;
}
