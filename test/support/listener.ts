// A worker process of its own, given where database and Slack are: its first part tells what it hears when it is told to
// listen (a line on stdin), and then works on for ever.
import { once } from "node:events";
import { z } from "zod";
import { startWorkers } from "../../src/app.ts";
import { aThinking } from "./engine.ts";

const Where = z.object({
  databaseUrl: z.string(),
  slack: z.object({ botToken: z.string(), signingSecret: z.string(), apiUrl: z.string() }),
});
const { databaseUrl, slack } = Where.parse(JSON.parse(process.argv[2] ?? ""));
const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

const thinking = aThinking({
  async gather(_brief, { number }, { takeNotes }) {
    if (number === 1) {
      say({ begun: number });
      await once(process.stdin, "data");
      say({ heard: await takeNotes("turn 1") });
    }
    return new Promise(() => {});
  },
});
await startWorkers(
  { databaseUrl, slack: { ...slack, appToken: undefined }, now: () => new Date(), log: () => {} },
  { concurrency: 4, perPerson: 4, perWorkspace: 16 },
  { search: { id: "none" }, fetchAllow: [], library: [], answerMinutes: 30 },
  { thinking },
);
