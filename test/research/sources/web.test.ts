import { PDFDocument } from "pdf-lib";
import { expect, test } from "vitest";
import { Reading } from "../../../src/domain/source.ts";
import { openSearch } from "../../../src/research/sources/search/open.ts";
import { serve } from "./internet.ts";
import { article, openTestReader } from "./readers.ts";

const signal = new AbortController().signal;

test("a page of the intranet is for the workspace only; logs name its host and no address", async () => {
  await using site = await serve((_message, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(article("Tides")),
  );
  await using reader = openTestReader([site.host]);
  const reading = await reader.read({ type: "page", url: `${site.url}/a?token=planted` }, signal);
  expect(Reading.parse(reading)).toMatchObject({
    notes: [],
    sources: [
      {
        type: "page",
        title: "Tides",
        url: `${site.url}/a?token=planted`,
        visibility: { type: "workspace" },
      },
    ],
  });
  expect(reader.logged.join()).toContain(site.host);
  expect(reader.logged.join()).not.toMatch(/planted|\/a|much to say/);
});

test("a PDF behind an address is read, and HTML called a PDF as what it is", async () => {
  const document = await PDFDocument.create();
  document.addPage().drawText("Ferries leave at nine.");
  const pdf = await document.save();
  await using site = await serve((message, response) => {
    response.writeHead(200, { "content-type": "application/pdf" });
    response.end(message.url === "/real" ? pdf : article("Ferries"));
  });
  await using reader = openTestReader([site.host]);
  const real = await reader.read({ type: "page", url: `${site.url}/real` }, signal);
  const mislabelled = await reader.read({ type: "page", url: `${site.url}/false` }, signal);
  expect(real.sources[0]?.passages[0]).toMatchObject({
    text: "Ferries leave at nine.",
    locator: "page 1",
  });
  expect(mislabelled.sources[0]?.title).toBe("Ferries");
});

test("a private address is a note", async () => {
  await using reader = openTestReader([]);
  expect(
    await reader.read({ type: "page", url: "http://169.254.169.254/latest?x=1" }, signal),
  ).toEqual({
    sources: [],
    notes: ["http://169.254.169.254/latest could not be read: the address is private."],
  });
});

test("a web search reads its best hits, keeps snippets of those it cannot read, and each page once", async () => {
  await using site = await serve((message, response) => {
    const path = message.url ?? "";
    if (path.startsWith("/w/api.php")) {
      const titles = ["Tides", "Gone", "Same", "Blank", "Fifth"];
      const search = titles.map((title) => ({
        title,
        snippet: title === "Blank" ? "" : `About ${title}.`,
      }));
      response.end(JSON.stringify({ query: { search } }));
    } else if (path === "/wiki/Same") {
      response.writeHead(301, { location: "/wiki/Tides" }).end();
    } else if (path === "/wiki/Tides") {
      response.writeHead(200, { "content-type": "text/html" }).end(article("Tides"));
    } else {
      response.writeHead(404).end();
    }
  });
  await using search = openSearch({ id: "wikipedia", baseUrl: site.url });
  await using reader = openTestReader([site.host], { search: search.provider });
  const reading = Reading.parse(await reader.read({ type: "web", query: "tides" }, signal));
  expect(reading.sources.map(({ title, url }) => [title, url])).toEqual([
    ["Tides", `${site.url}/wiki/Tides`],
    ["Gone", `${site.url}/wiki/Gone`],
  ]);
  expect(reading.sources[1]?.passages).toEqual([
    { text: "About Gone.", speaker: null, locator: "search result snippet", url: null },
  ]);
  expect(reading.notes).toEqual([
    `${site.url}/wiki/Gone answered 404. Only its search result was used.`,
    `${site.url}/wiki/Blank answered 404.`,
  ]);
  expect(reader.logged.join()).not.toMatch(/tides/);
});

test("without network a web search is one note", async () => {
  const closed = await serve(() => {});
  await closed[Symbol.asyncDispose]();
  await using search = openSearch({ id: "wikipedia", baseUrl: closed.url });
  await using reader = openTestReader([], { search: search.provider });
  expect(await reader.read({ type: "web", query: "tides" }, signal)).toEqual({
    sources: [],
    notes: ["Web search (wikipedia) could not be reached."],
  });
});

test("a search that is switched off is a note", async () => {
  await using reader = openTestReader([]);
  expect(await reader.read({ type: "web", query: "tides" }, signal)).toEqual({
    sources: [],
    notes: ["Web search is switched off here."],
  });
});
