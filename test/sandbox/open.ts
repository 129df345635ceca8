import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";

export const tokens = {
  bot: "xoxb-test",
  app: "xapp-test",
  secret: "signing-secret",
} as const;

/** A stand-in for tests: fast retries, no seed, an address nobody listens at. */
export function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({
    delivery: { mode: "http", url: "http://127.0.0.1:9/", signingSecret: tokens.secret },
    botToken: tokens.bot,
    retryDelaysMs: [0, 10, 20],
    seed: false,
    ...options,
  });
}
