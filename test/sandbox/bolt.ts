import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openSandbox, tokens } from "./open.ts";

type Running = AsyncDisposable & { sandbox: Sandbox; app: App; url: string };

/** A stand-in with a real Bolt app behind it, reached over signed HTTP. */
export async function startHttpBot(
  listen: (app: App) => void,
  options: Partial<SandboxOptions> = {},
): Promise<Running> {
  const sandbox = await openSandbox(options);
  const receiver = new HTTPReceiver({
    signingSecret: tokens.secret,
    endpoints: "/slack/events",
    processBeforeResponse: true,
    logLevel: LogLevel.ERROR,
  });
  const app = bot(sandbox, receiver);
  listen(app);
  const server = await receiver.start(0);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}/slack/events`;
  sandbox.setDelivery({ mode: "http", url, signingSecret: tokens.secret });
  return running(sandbox, app, url);
}

/** The same over Socket Mode, connected when this resolves. */
export async function startSocketBot(
  listen: (app: App) => void,
  options: Partial<SandboxOptions> = {},
): Promise<Running> {
  const sandbox = await openSandbox({
    delivery: { mode: "socket", appToken: tokens.app },
    ...options,
  });
  const receiver = new SocketModeReceiver({
    appToken: tokens.app,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: sandbox.apiUrl } },
  });
  receiver.client.on("error", () => undefined);
  const app = bot(sandbox, receiver);
  listen(app);
  await app.start();
  return running(sandbox, app);
}

function bot(sandbox: Sandbox, receiver: HTTPReceiver | SocketModeReceiver): App {
  return new App({
    receiver,
    token: tokens.bot,
    botId: sandbox.world.identity.botId,
    botUserId: sandbox.world.identity.bot,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
}

function running(sandbox: Sandbox, app: App, url = ""): Running {
  return {
    sandbox,
    app,
    url,
    async [Symbol.asyncDispose]() {
      await app.stop();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
