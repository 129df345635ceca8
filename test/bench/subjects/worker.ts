// One worker process that thinks with a model, and as many questions as it is given.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { planQueue } from "../../../jobs/run.ts";
import { type Ground, startWorkers } from "../../../src/app.ts";
import { ChannelId, TaskId, TeamId, UserId } from "../../../src/domain/ids.ts";
import { parseClaudeSetting } from "../../../src/research/claude/setting.ts";
import { openTask } from "../../../src/store/openings.ts";
import { serve } from "./serve.ts";

const Given = z.object({
  databaseUrl: z.string(),
  botToken: z.string(),
  apiUrl: z.string(),
  modelUrl: z.string(),
  apiKey: z.string(),
  searchUrl: z.string(),
  fetchAllow: z.string(),
  runs: z.int(),
});

await serve(Given, async (given, opened) => {
  const ground: Ground = {
    databaseUrl: given.databaseUrl,
    slack: {
      botToken: given.botToken,
      signingSecret: undefined,
      appToken: undefined,
      apiUrl: given.apiUrl,
    },
    budget: { task: null, person: null, channel: null, workspace: null },
    now: () => new Date(),
    log: () => {},
  };
  const { setting: model } = parseClaudeSetting({
    ANTHROPIC_API_KEY: given.apiKey,
    ANTHROPIC_BASE_URL: given.modelUrl,
  });
  const means = {
    search: { id: "searxng", baseUrl: given.searchUrl } as const,
    fetchAllow: [given.fetchAllow],
    library: [],
    answerMinutes: 0,
    model,
  };
  const load = { concurrency: given.runs, perPerson: given.runs, perWorkspace: given.runs };
  const { db, queue } = opened.use(await startWorkers(ground, load, means));
  for (let n = 1; n <= given.runs; n++) {
    const id = TaskId.parse(randomUUID());
    await db.transaction(async (tx) => {
      await openTask(tx, [`bench:${n}`], {
        id,
        kind: "research",
        origin: "mention",
        given: [],
        createdAt: new Date(),
        thread: { team: TeamId.parse("T1"), channel: ChannelId.parse(`C${n}`), ts: null },
        requester: UserId.parse(`U${n}`),
        question: `How many ships enter the harbour of Northhaven? (${n})`,
      });
      await queue.send(tx, planQueue, { taskId: id, revision: 1, epoch: 0 });
    });
  }
  return given.databaseUrl;
});
