import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { Page } from "./harbour.ts";

/** A web of a few pages with a search engine, on one port of 127.0.0.1. */
export type SmallWeb = AsyncDisposable & {
  /** For `LEGWORK_SEARCH=searxng:…`. */
  readonly searchUrl: string;
  /** For `LEGWORK_FETCH_ALLOW`: our own guard lets nobody go to 127.0.0.1 else. */
  readonly host: string;
};

/**
 * Serves the pages, and finds those that hold most words of a query; the same query always finds the same. Where they are not
 * to be `opened`, all that can be had of them is what the search says: reading a page takes a process of its own, and time.
 */
export async function openWeb(pages: readonly Page[], { opened = true } = {}): Promise<SmallWeb> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://web");
    if (pathname === "/search") return sendHits(response, searchParams.get("q") ?? "");
    const page = opened ? pages[Number(/^\/page\/(\d+)$/.exec(pathname)?.[1])] : undefined;
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    return void response.end(page ? htmlOf(page) : "There is nothing here.");
  });
  const sendHits = (response: ServerResponse, query: string): void => {
    const found = pages
      .map((page, n) => ({ page, n, shared: sharedWords(query, page) }))
      .filter(({ shared }) => shared >= sharedMin)
      .toSorted((a, b) => b.shared - a.shared || a.n - b.n);
    const results = found.map(({ page, n }) => ({
      url: `http://${host}/page/${n}`,
      title: page.title,
      content: page.paragraphs[0],
    }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ results }));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return {
    searchUrl: `http://${host}/`,
    host,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Words of a query that a page must hold to be found. */
const sharedMin = 2;

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));

const sharedWords = (query: string, { title, paragraphs }: Page): number =>
  wordsOf(query).intersection(wordsOf([title, ...paragraphs].join(" "))).size;

const htmlOf = ({ title, paragraphs }: Page): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${paragraphs
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join("")}</article></body></html>`;
