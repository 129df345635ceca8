import { EventEmitter, once } from "node:events";
import { expect } from "vitest";
import {
  type Ground,
  type Load,
  type Means,
  startApp,
  startWorkers,
  type Thinking,
} from "../../src/app.ts";
import type { Limits } from "../../src/domain/budget.ts";
import { mountPage } from "../../src/sandbox/page/mount.ts";
import type { Message } from "../../src/sandbox/shapes.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { channels, people } from "../../src/sandbox/seed/workspace.ts";
import { aThinking } from "./engine.ts";
import { temporaryDatabase } from "./postgres.ts";

export { channels, people };

const botToken = "xoxb-test";
const signingSecret = "test-signing-secret";

export type LegworkOptions = {
  readonly thinking?: Thinking;
  readonly seed?: boolean;
  readonly mode?: "http" | "socket";
  readonly workers?: boolean;
  /** The extractive engine and the real reader instead of a scripted engine. */
  readonly real?: boolean;
  readonly means?: Partial<Means>;
  readonly load?: Partial<Load>;
  /** What may be spent; what is not named has no limit. */
  readonly budget?: Partial<Limits>;
  /** Turns the database's address into one that leads there by a way that a test can cut. */
  readonly by?: (databaseUrl: string) => string;
  /** Whether the local Slack shows its page. */
  readonly page?: boolean;
};

const means: Means = { search: { id: "none" }, fetchAllow: [], library: [], answerMinutes: 30 };

const unlimited: Limits = { task: null, person: null, channel: null, workspace: null };

/** The whole of Legwork on a database of its own, with the local Slack in front: signed HTTP in, thread out. */
export async function startLegwork(options: LegworkOptions = {}) {
  await using opening = new AsyncDisposableStack();
  const { url } = opening.use(await temporaryDatabase());
  const databaseUrl = options.by?.(url) ?? url;
  const socket = options.mode === "socket";
  const appToken = "xapp-test";
  const slack = opening.use(
    await startSandbox({
      botToken,
      seed: options.seed ?? false,
      ...(options.page && { page: mountPage }),
      delivery: socket
        ? { mode: "socket", appToken }
        : { mode: "http", url: "http://127.0.0.1:1/", signingSecret },
      retryDelaysMs: [0, 100, 200],
    }),
  );
  const lines: string[] = [];
  const written = new EventEmitter();
  const ground: Ground = {
    databaseUrl,
    budget: { ...unlimited, ...options.budget },
    now: () => new Date(),
    log: (event, fields) => {
      lines.push(`${event} ${JSON.stringify(fields)}`);
      written.emit("line");
      if (process.env["LEGWORK_TEST_LOG"]) process.stderr.write(`${lines.at(-1)}\n`);
    },
    slack: {
      botToken,
      signingSecret: socket ? undefined : signingSecret,
      appToken: socket ? appToken : undefined,
      apiUrl: slack.apiUrl,
    },
  };
  const startOwnWorkers = () =>
    startWorkers(
      ground,
      { concurrency: 4, perPerson: 4, perWorkspace: 16, ...options.load },
      { ...means, ...options.means },
      { ...(!options.real && { thinking: options.thinking ?? aThinking() }) },
    );
  if (options.workers ?? true) opening.use(await startOwnWorkers());
  const app = opening.use(await startApp(ground, { port: 0, host: "127.0.0.1" }));
  if (!socket) {
    slack.setDelivery({ mode: "http", url: `${app.url}/slack/events`, signingSecret });
  }
  const stack = opening.move();
  return {
    ...watching(slack),
    slack,
    app,
    ground,
    lines,
    /** Waits for a log line that begins so. */
    async logged(event: string): Promise<void> {
      const signal = AbortSignal.timeout(45_000);
      while (!lines.some((line) => line.startsWith(event))) await once(written, "line", { signal });
    },
    signingSecret,
    db: app.db,
    startWorkers: startOwnWorkers,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Everything that a message shows, as one string. */
const textOf = (message: Message): string => JSON.stringify([message.text, message.blocks ?? []]);

/** Looks at threads as people do. */
function watching(slack: Sandbox) {
  const own = (channel: string) => slack.messages(channel).filter(({ bot_id }) => bot_id);
  return {
    textOf,
    /** Waits until one of our messages in the channel or its threads shows all of this. */
    shown: (channel: string, ...parts: (string | RegExp)[]): Promise<Message> =>
      slack.until(() =>
        own(channel).find((message) => {
          const text = textOf(message);
          return parts.every((part) =>
            typeof part === "string" ? text.includes(part) : part.test(text),
          );
        }),
      ),
    /** Waits for words that only `user` sees. */
    whispered: (user: string, channel: string, part: string): Promise<Message> =>
      slack.until(() =>
        slack.ephemerals(user, channel).find((message) => textOf(message).includes(part)),
      ),
    /** A draft that waits for a decision. */
    draft: (channel: string, part = ""): Promise<Message> =>
      slack.until(() =>
        own(channel).findLast(
          (message) => textOf(message).includes('"approve"') && textOf(message).includes(part),
        ),
      ),
    actionIds: (message: Message): readonly string[] =>
      [...textOf(message).matchAll(/"action_id":"(\w+)"/g)].map(([, id = ""]) => id),
    expectNoProblems: () => expect(slack.log.filter(({ ok }) => !ok)).toEqual([]),
  };
}
