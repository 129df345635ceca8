import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { signingSecret } from "./asking.ts";
import { type Books, openBooks } from "./books.ts";
import { botToken, type Part, startPart } from "./part.ts";
import type { Instead } from "./program.ts";

/** Legwork's Slack side with nobody behind it: what comes in is stored, and stays as it was stored. */
export type Front = AsyncDisposable & {
  readonly apps: readonly Part[];
  readonly urls: readonly string[];
  readonly slack: Sandbox;
  readonly books: Books;
};

export type FrontOptions = {
  readonly databaseUrl: string;
  /** One app for each way to that database; one app with no detour, unless told. */
  readonly ways?: readonly string[];
  readonly instead?: readonly Instead[];
};

export async function openFront(options: FrontOptions): Promise<Front> {
  const { databaseUrl, ways = [databaseUrl], instead = [] } = options;
  await using opening = new AsyncDisposableStack();
  const nowhere = { mode: "http", url: "http://127.0.0.1:1/", signingSecret } as const;
  const slack = opening.use(await startSandbox({ botToken, seed: false, delivery: nowhere }));
  const books = opening.use(openBooks(databaseUrl));
  const { apiUrl } = slack;
  const apps = await Promise.all(
    ways.map((way) => startPart("app", { databaseUrl: way, apiUrl, instead })),
  );
  for (const app of apps) opening.use(app);
  const opened = opening.move();
  return {
    apps,
    urls: apps.map(({ url }) => url),
    slack,
    books,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
