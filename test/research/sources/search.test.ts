import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { searchLimits } from "../../../src/research/sources/limits.ts";
import { openSearch } from "../../../src/research/sources/search/open.ts";
import {
  keyedProviders,
  parseSearchSetting,
  type SearchSetting,
} from "../../../src/research/sources/search/setting.ts";
import { serve } from "./internet.ts";

const key = "key-planted-42";
const signal = new AbortController().signal;

type Seen = { method: string; url: URL; headers: IncomingMessage["headers"]; body: unknown };

/** A provider that answers every question with this status and JSON, and remembers what it was asked. */
async function serveProvider(answer: (seen: Seen) => unknown, status = 200) {
  const asked: Seen[] = [];
  const server = await serve((message, response) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const seen = {
        method: message.method ?? "",
        url: new URL(message.url ?? "", "http://provider.test"),
        headers: message.headers,
        body: text === "" ? null : (JSON.parse(text) as unknown),
      };
      asked.push(seen);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer(seen)));
    });
  });
  return { ...server, asked };
}

async function searchAt(setting: SearchSetting, query = "tide tables", limits = searchLimits) {
  await using opened = openSearch(setting, limits);
  return await opened.provider?.search(query, { max: 2, signal });
}

const hit = (n: number) => ({
  url: `https://site.test/${n}`,
  title: `Title ${n}`,
  snippet: `Text ${n}.`,
});
const both = { ok: true, hits: [hit(1), hit(2)] };

test("Wikipedia is asked as documented, and its titles become article addresses", async () => {
  await using server = await serveProvider(() => ({
    batchcomplete: true,
    query: {
      search: [
        {
          ns: 0,
          title: "Tide table",
          pageid: 1,
          snippet: 'A <span class="searchmatch">tide</span> &amp; time',
        },
        { ns: 0, title: "Ebb/flow?", pageid: 2, snippet: "" },
      ],
    },
  }));
  expect(await searchAt({ id: "wikipedia", baseUrl: server.url })).toEqual({
    ok: true,
    hits: [
      { url: `${server.url}/wiki/Tide_table`, title: "Tide table", snippet: "A tide & time" },
      { url: `${server.url}/wiki/Ebb%2Fflow%3F`, title: "Ebb/flow?", snippet: "" },
    ],
  });
  expect(Object.fromEntries(server.asked[0]?.url.searchParams ?? [])).toEqual({
    action: "query",
    list: "search",
    format: "json",
    formatversion: "2",
    srlimit: "2",
    srsearch: "tide tables",
  });
  expect(server.asked[0]?.headers["user-agent"]).toMatch(/^Legwork/);
});

test("a question that Wikipedia finds nothing for is asked again by its keywords", async () => {
  await using server = await serveProvider(({ url }) => ({
    query: {
      search: url.searchParams.get("srsearch")?.includes(" OR ")
        ? [{ title: "Tide", snippet: "" }]
        : [],
    },
  }));
  const outcome = await searchAt(
    { id: "wikipedia", baseUrl: server.url },
    "How does the moon move the tides?",
  );
  expect(outcome).toMatchObject({ ok: true, hits: [{ title: "Tide" }] });
  expect(server.asked[1]?.url.searchParams.get("srsearch")).toBe("moon OR move OR tides");
});

test("SearXNG is asked under its own path, and its answer is cut to what was asked for", async () => {
  await using server = await serveProvider(() => ({
    results: [1, 1, 2, 3].map((n) => ({
      url: `https://site.test/${n}#top`,
      title: `Title ${n}`,
      content: `Text ${n}.`,
      engine: "x",
    })),
  }));
  expect(await searchAt({ id: "searxng", baseUrl: `${server.url}/find` })).toEqual(both);
  expect(server.asked[0]?.url.pathname).toBe("/find/search");
  expect(server.asked[0]?.url.searchParams.get("format")).toBe("json");
});

test("Brave", async () => {
  await using server = await serveProvider(() => ({
    web: {
      results: [
        {
          url: "https://site.test/1",
          title: "Title 1",
          description: "Text",
          extra_snippets: ["1."],
          page_age: "x",
        },
        { url: "https://site.test/2", title: "<strong>Title</strong> 2", description: "Text 2." },
      ],
    },
  }));
  expect(await searchAt({ id: "brave", baseUrl: server.url, key })).toEqual(both);
  expect(server.asked[0]).toMatchObject({
    method: "GET",
    headers: { "x-subscription-token": key },
  });
  expect(server.asked[0]?.url.search).toBe("?q=tide+tables&count=2&extra_snippets=true");
});

test("Tavily", async () => {
  await using server = await serveProvider(() => ({
    results: [1, 2].map((n) => ({
      url: `https://site.test/${n}`,
      title: `Title ${n}`,
      content: `Text ${n}.`,
      score: 1,
      raw_content: null,
    })),
  }));
  expect(await searchAt({ id: "tavily", baseUrl: server.url, key }, "a".repeat(500))).toEqual(both);
  expect(server.asked[0]).toMatchObject({
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: { query: "a".repeat(400), max_results: 2 },
  });
});

test("Exa", async () => {
  await using server = await serveProvider(() => ({
    results: [
      {
        url: "https://site.test/1",
        title: "Title 1",
        highlights: ["Text", "1."],
        publishedDate: null,
      },
      { url: "https://site.test/2", title: "Title 2", text: "Text 2." },
    ],
  }));
  expect(await searchAt({ id: "exa", baseUrl: server.url, key })).toEqual(both);
  expect(server.asked[0]).toMatchObject({
    headers: { "x-api-key": key },
    body: { query: "tide tables", numResults: 2 },
  });
});

test("Serper", async () => {
  await using server = await serveProvider(() => ({
    organic: [1, 2].map((n) => ({
      link: `https://site.test/${n}`,
      title: `Title ${n}`,
      snippet: `Text ${n}.`,
      position: n,
    })),
  }));
  expect(await searchAt({ id: "serper", baseUrl: server.url, key })).toEqual(both);
  expect(server.asked[0]).toMatchObject({
    headers: { "x-api-key": key },
    body: { q: "tide tables", num: 2 },
  });
});

test.each([
  ["brave", {}],
  ["serper", {}],
] as const)("%s without any result is an empty find, not a problem", async (id, answer) => {
  await using server = await serveProvider(() => answer);
  expect(await searchAt({ id, baseUrl: server.url, key })).toEqual({ ok: true, hits: [] });
});

test("hits that are no web addresses are dropped", async () => {
  await using server = await serveProvider(() => ({
    organic: ["javascript:alert(1)", "file:///etc/passwd", "nonsense", "https://site.test/2"].map(
      (link) => ({ link }),
    ),
  }));
  expect(await searchAt({ id: "serper", baseUrl: server.url, key })).toEqual({
    ok: true,
    hits: [{ url: "https://site.test/2", title: "site.test", snippet: "" }],
  });
});

test.each([
  [401, "refused our key (401)"],
  [403, "refused our key (403)"],
  [429, "is asked too often at the moment (429)"],
  [432, "says that the plan is used up (432)"],
  [500, "answered 500"],
  [302, "answered 302"],
  [200, "answered something that I cannot read"],
])("an answer %i is told in words that do not contain the key", async (status, what) => {
  for (const id of keyedProviders) {
    await using server = await serveProvider(
      () => ({ error: `bad key ${key}`, results: 1, organic: 1, web: 1 }),
      status,
    );
    expect(await searchAt({ id, baseUrl: server.url, key })).toEqual({
      ok: false,
      problem: `Web search (${id}) ${what}.`,
    });
  }
});

test("a SearXNG without JSON says what to switch on", async () => {
  await using server = await serveProvider(() => ({}), 403);
  expect(await searchAt({ id: "searxng", baseUrl: server.url })).toEqual({
    ok: false,
    problem:
      "Web search (searxng) does not answer in JSON; allow it under search.formats in settings.yml.",
  });
});

test("a provider that is not there or does not answer is told quickly", async () => {
  const closed = await serve(() => {});
  await closed[Symbol.asyncDispose]();
  expect(await searchAt({ id: "wikipedia", baseUrl: closed.url })).toEqual({
    ok: false,
    problem: "Web search (wikipedia) could not be reached.",
  });

  await using silent = await serve(() => {});
  const limits = { ...searchLimits, totalMs: 200 };
  expect(await searchAt({ id: "brave", baseUrl: silent.url, key }, "x", limits)).toEqual({
    ok: false,
    problem: "Web search (brave) did not answer within 0.2 s.",
  });
});

test("no redirect is followed, so that the key stays with its provider", async () => {
  await using other = await serveProvider(() => ({}));
  await using server = await serve((_message, response) =>
    response.writeHead(307, { location: `${other.url}/search` }).end(),
  );
  expect(await searchAt({ id: "tavily", baseUrl: server.url, key })).toMatchObject({ ok: false });
  expect(other.asked).toEqual([]);
});

test.each([
  ["none", { id: "none" }],
  [" Wikipedia ", { id: "wikipedia", baseUrl: "https://en.wikipedia.org" }],
  [
    "searxng:http://find.intranet:8888/s",
    { id: "searxng", baseUrl: "http://find.intranet:8888/s" },
  ],
  ["brave", { id: "brave", baseUrl: "https://api.search.brave.com", key }],
  [
    "searxng",
    {
      problem:
        "LEGWORK_SEARCH=searxng needs the address of an instance, e.g. searxng:http://localhost:8080.",
    },
  ],
  ["anthropic", { id: "anthropic" }],
  ["exa", { problem: "LEGWORK_SEARCH=exa needs EXA_API_KEY." }],
  ["tavily", { problem: "TAVILY_API_KEY contains characters that no key has." }],
  [
    "google",
    {
      problem:
        "LEGWORK_SEARCH must be wikipedia, searxng:<url>, brave, tavily, exa, serper, anthropic or none.",
    },
  ],
])("the setting '%s'", (value, setting) => {
  expect(parseSearchSetting(value, { brave: key, exa: "", tavily: "two\nlines" })).toEqual(setting);
});

test("no search is no provider", async () => {
  await using opened = openSearch({ id: "none" });
  expect(opened.provider).toBeNull();
});
