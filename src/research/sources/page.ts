import type { Reading } from "../../domain/source.ts";
import type { ReaderDeps } from "./deps.ts";
import { shownUrl } from "./wording.ts";

type PageDeps = Pick<ReaderDeps, "fetchPage" | "parse" | "now" | "log">;

/** A web page or a document at an address. */
export async function readPage(
  address: string,
  deps: PageDeps,
  signal: AbortSignal,
): Promise<Reading> {
  const host = URL.parse(address)?.host ?? "";
  const started = performance.now();
  const log = (event: string, bytes: number) =>
    deps.log(event, { host, bytes, ms: Math.round(performance.now() - started) });

  const fetched = await deps.fetchPage(address, signal);
  if (!fetched.ok) {
    log("page_not_fetched", 0);
    return { sources: [], notes: [fetched.problem] };
  }
  const { url, contentType, bytes, internal } = fetched;
  const shown = shownUrl(url);
  const name = fetched.name ?? new URL(url).pathname.split("/").at(-1) ?? "";
  const parsed = await deps.parse({ shown, name, declaredType: contentType, bytes }, signal);
  log(parsed.ok ? "page_read" : "page_not_read", bytes.length);
  if (!parsed.ok) return { sources: [], notes: [parsed.problem] };

  const source = {
    type: "page",
    title: parsed.title ?? shown,
    url,
    readAt: deps.now(),
    // What the allow list opens is the operator's intranet: for the workspace, not for the world.
    visibility: { type: internal ? "workspace" : "public" },
    passages: parsed.passages,
  } as const;
  return { sources: [source], notes: parsed.notes };
}
