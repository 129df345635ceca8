import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { tokenOf } from "../slack/methods.ts";
import { openThinking } from "./engine.ts";
import type { Begin } from "./orders.ts";

type Half = { readonly url?: string } & AsyncDisposable;

/** What of the version before is called, in its own shape: no type of this version's says so. */
type Former = {
  readonly startApp: (ground: object, at: { port: number; host: string }) => Promise<Half>;
  readonly startWorkers: (
    ground: object,
    concurrency: number,
    means: object,
    thinking: object,
  ) => Promise<Half>;
};

/** Starts one half of the version before, whose files lie in `root`. */
export async function beginFormer(
  root: string,
  given: Begin,
  opened: AsyncDisposableStack,
): Promise<string> {
  const { startApp, startWorkers }: Former = await import(
    pathToFileURL(join(root, "src/app.ts")).href
  );
  const ground = {
    databaseUrl: given.databaseUrl,
    slack: {
      botToken: tokenOf(given.name),
      signingSecret: given.signingSecret,
      appToken: undefined,
      apiUrl: given.apiUrl,
    },
    now: () => new Date(),
    log: () => {},
  };
  const means = { search: { id: "none" }, fetchAllow: [], library: [] };
  const half =
    given.role === "app"
      ? await startApp(ground, { port: 0, host: "127.0.0.1" })
      : await startWorkers(ground, given.concurrency, means, openThinking(given));
  opened.use(half);
  return half.url ?? "";
}
