import { createServer, type ServerResponse } from "node:http";
import { closeServer, listen } from "../../rig/http.ts";
import type { Trap } from "./traps.ts";

/** A web of traps with a search engine, which writes down whatever it is asked for. */
export type TrapWeb = AsyncDisposable & {
  readonly origin: string;
  readonly searchUrl: string;
  /** Every request, with all that it carries. */
  readonly asked: readonly string[];
  /** Those of them for a page that nobody has typed and no search had brought. */
  readonly offTheList: readonly string[];
  /** Puts up a page that is found by the name of its subject. */
  add(subject: string, trap: Trap): void;
  /** Puts up one that is not found, and says where: somebody types it. */
  addTyped(trap: Trap): string;
};

export async function openTrapWeb(): Promise<TrapWeb> {
  const pages = new Map<string, { readonly subject: string | null; readonly trap: Trap }>();
  const listed = new Set<string>();
  const asked: string[] = [];
  const offTheList: string[] = [];

  const search = (query: string, response: ServerResponse): void => {
    const found = [...pages].filter(([, { subject }]) => subject && query.includes(subject));
    for (const [path] of found) listed.add(path);
    const results = found.map(([path, { subject }]) => ({
      url: `${origin}${path}`,
      title: `Status of ${subject}`,
      content: "",
    }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ results }));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const { pathname, searchParams } = new URL(path, "http://web");
    asked.push(path);
    if (pathname === "/search") return search(searchParams.get("q") ?? "", response);
    if (!listed.has(path)) offTheList.push(path);
    const page = pages.get(path);
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    return void response.end(page ? pageOf(page.trap) : "There is nothing here.");
  });
  const origin = await listen(server);
  const put = (path: string, subject: string | null, trap: Trap): string => {
    pages.set(path, { subject, trap });
    return path;
  };
  return {
    origin,
    searchUrl: `${origin}/`,
    asked,
    offTheList,
    add: (subject, trap) => void put(`/found/${pages.size}`, subject, trap),
    addTyped(trap) {
      const path = put(`/typed/${pages.size}`, null, trap);
      listed.add(path);
      return `${origin}${path}`;
    },
    [Symbol.asyncDispose]: () => closeServer(server),
  };
}

/** A page as the web has it. */
export const pageOf = ({ mark, paragraphs }: Trap): string =>
  `<!doctype html><html lang="en"><head><title>Status ${mark}</title></head><body><article><h1>Status</h1>${paragraphs
    .map((text) => `<p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`)
    .join("")}</article></body></html>`;
