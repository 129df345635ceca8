import { createServer } from "node:net";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { openFetch } from "../../../src/research/sources/fetch.ts";
import { fetchLimits } from "../../../src/research/sources/limits.ts";
import { listening, serve } from "./internet.ts";
import { hostileResponses } from "./responses.ts";

const MiB = 1024 * 1024;
const limits = {
  ...fetchLimits,
  totalMs: 1000,
  idleMs: 5000,
  wireBytesMax: 2 * MiB,
  socketBytesMax: 1.5 * MiB,
  documentBytesMax: 2 * MiB,
  htmlBytesMax: 1 * MiB,
};

/** Fetches `path` of a server with this listener, as the product would but within lowered limits. */
async function fetchFrom(listener: RequestListener, path = "/page?secret=1") {
  await using server = await serve(listener);
  await using door = openFetch({ allow: [server.host], limits });
  const started = performance.now();
  const fetched = await door.fetchPage(`${server.url}${path}`, AbortSignal.timeout(10_000));
  const ms = performance.now() - started;
  return { fetched, ms, host: server.host };
}

const html = { "content-type": "text/html" };

test.each(hostileResponses())("$name ends in words, within the limit", async ({ answer, told }) => {
  const before = process.memoryUsage.rss();
  const { fetched, ms, host } = await fetchFrom(answer);

  const problem = fetched.ok ? "" : fetched.problem;
  expect(problem.slice(-told(limits).length)).toBe(told(limits));
  expect(problem).not.toMatch(/secret/);
  expect(problem).toMatch(/^that address|^http/);
  expect(host).toMatch(/^127/);
  expect(ms).toBeLessThan(limits.totalMs + 1500);
  expect(process.memoryUsage.rss() - before).toBeLessThan(400 * MiB);
});

test("something that is not HTTP ends in words", async () => {
  await using server = await listening(
    createServer((socket) => socket.once("data", () => socket.end("SSH-2.0-OpenSSH\r\n"))),
  );
  await using door = openFetch({ allow: [server.host], limits });
  expect(await door.fetchPage(server.url, AbortSignal.timeout(5000))).toEqual({
    ok: false,
    problem: `${server.url}/ could not be read: its answer is not valid HTTP.`,
  });
});

test("a closed port and an unknown name are told apart", async () => {
  const server = await serve(() => {});
  await server[Symbol.asyncDispose]();
  await using door = openFetch({
    allow: [server.host, "gone.test:80"],
    limits,
    resolve: async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND gone.test"), { code: "ENOTFOUND" });
    },
  });
  const read = async (address: string) => {
    const fetched = await door.fetchPage(address, AbortSignal.timeout(5000));
    return fetched.ok ? "read" : fetched.problem;
  };
  expect(await read(server.url)).toMatch(/nothing answers there\.$/);
  expect(await read("http://gone.test/")).toMatch(/there is no site of that name\.$/);
});

test.each([
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
  ["zstd", zstdCompressSync],
  ["identity", (bytes: Buffer) => bytes],
] as const)("a page sent as %s arrives as it was written", async (encoding, pack) => {
  const { fetched } = await fetchFrom((message, response) => {
    const disposition = `attachment; filename="plain.txt"; filename*=UTF-8''caf%C3%A9.txt`;
    response.writeHead(200, {
      ...html,
      "content-encoding": encoding,
      "content-disposition": disposition,
      "set-cookie": "a=b",
    });
    response.end(pack(Buffer.from(`café ${message.headers["user-agent"]}`)));
  });
  expect(fetched).toMatchObject({ ok: true, contentType: "text/html", name: "café.txt" });
  const text = fetched.ok ? Buffer.from(fetched.bytes).toString() : "";
  expect(text).toBe("café Legwork/0.1 (+research assistant)");
});

test("cookies are not kept and nothing but the few fixed headers is sent", async () => {
  const seen: string[][] = [];
  const { fetched } = await fetchFrom((message, response) => {
    seen.push(Object.keys(message.headers).toSorted());
    if (message.url === "/two") response.end("two");
    else response.writeHead(302, { location: "/two", "set-cookie": "a=b" }).end();
  });
  expect(fetched.ok).toBe(true);
  const headers = [
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "host",
    "user-agent",
  ];
  expect(seen).toEqual([headers, headers]);
});

test("an aborted run is not a note: the fetch throws the reason", async () => {
  await using server = await serve(() => stop.abort(new Error("stopped")));
  const stop = new AbortController();
  await using door = openFetch({ allow: [server.host], limits });
  await expect(door.fetchPage(server.url, stop.signal)).rejects.toThrow("stopped");
});
