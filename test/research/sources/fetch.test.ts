import { createServer } from "node:net";
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from "node:zlib";
import type { RequestListener, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { openFetch } from "../../../src/research/sources/fetch.ts";
import { fetchLimits } from "../../../src/research/sources/limits.ts";
import { listening, serve } from "./internet.ts";

const MiB = 1024 * 1024;
const limits = {
  ...fetchLimits,
  totalMs: 600,
  idleMs: 5000,
  wireBytesMax: 2 * MiB,
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

/** Writes as fast as the reader takes it, until the reader is gone. */
function writeForever(response: ServerResponse, chunk: string | Buffer) {
  const more = () => {
    while (!response.destroyed && response.write(chunk)) continue;
    if (!response.destroyed) response.once("drain", more);
  };
  more();
}

const nothing = Buffer.alloc(100 * MiB);
const bombs = {
  gzip: gzipSync(nothing, { level: 1 }),
  br: brotliCompressSync(nothing, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: zstdCompressSync(nothing),
};

const hostile: [name: string, listener: RequestListener, problem: RegExp][] = [
  [
    "an endless chunked body",
    (_message, response) => writeForever(response.writeHead(200, html), "x".repeat(65_536)),
    /it is larger than 1 MB\.$/,
  ],
  [
    "a gzip bomb",
    (_message, response) =>
      response.writeHead(200, { ...html, "content-encoding": "gzip" }).end(bombs.gzip),
    /it is larger than 1 MB\.$/,
  ],
  [
    "a brotli bomb",
    (_message, response) =>
      response.writeHead(200, { ...html, "content-encoding": "br" }).end(bombs.br),
    /it is larger than 1 MB\.$/,
  ],
  [
    "a zstd bomb",
    (_message, response) =>
      response.writeHead(200, { ...html, "content-encoding": "zstd" }).end(bombs.zstd),
    /it is larger than 1 MB\.$/,
  ],
  [
    "a bomb in a bomb",
    (_message, response) =>
      response
        .writeHead(200, { ...html, "content-encoding": "gzip, gzip" })
        .end(gzipSync(gzipSync("x"))),
    /it is packed in a way I do not know\.$/,
  ],
  [
    "one byte at a time",
    (_message, response) => {
      response.writeHead(200, html);
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    },
    /\/page did not answer within 0\.6 s\.$/,
  ],
  ["no answer at all", () => {}, /\/page did not answer within 0\.6 s\.$/],
  [
    "a flood of headers",
    (_message, response) => {
      for (let n = 0; n < 5000; n += 1) response.setHeader(`x-${n}`, "y".repeat(20));
      response.end("hello");
    },
    /its headers are too large\.$/,
  ],
  [
    "a content length of 10 GB",
    (_message, response) =>
      response.writeHead(200, { ...html, "content-length": 10 * 1024 * MiB }).write("x"),
    /it is larger than 1 MB\.$/,
  ],
  [
    "a content length that is never reached",
    (_message, response) => {
      response.writeHead(200, { ...html, "content-length": 1000 });
      response.write("x", () => response.destroy());
    },
    /the connection broke before the end\.$/,
  ],
  [
    "a redirect to itself",
    (message, response) => response.writeHead(302, { location: message.url ?? "" }).end(),
    /it redirects in a circle\.$/,
  ],
  [
    "redirects without end",
    (message, response) => response.writeHead(302, { location: `${message.url}x` }).end(),
    /it redirects more than 5 times\.$/,
  ],
  [
    "a redirect to nowhere",
    (_message, response) => response.writeHead(302, { location: "http://[" }).end(),
    /that address could not be read: it is not a usable web address\.$/,
  ],
  [
    "a truncated gzip body",
    (_message, response) => {
      const packed = gzipSync("word ".repeat(10_000));
      response.writeHead(200, { ...html, "content-encoding": "gzip" });
      response.end(packed.subarray(0, packed.length - 20));
    },
    /the connection broke before the end\.$/,
  ],
  [
    "a socket reset in the middle",
    (_message, response) => {
      response.writeHead(200, html);
      response.write("half", () => response.socket?.resetAndDestroy());
    },
    /the connection broke before the end\.$/,
  ],
  [
    "an empty 200",
    (_message, response) => response.writeHead(200, html).end(),
    /its answer is empty\.$/,
  ],
  ["a 204", (_message, response) => response.writeHead(204).end(), /its answer is empty\.$/],
  ["a 404", (_message, response) => response.writeHead(404).end("no"), /\/page answered 404\.$/],
  ["a 304", (_message, response) => response.writeHead(304).end(), /\/page answered 304\.$/],
];

test.each(hostile)("%s ends in words, within the limit", async (_name, listener, problem) => {
  const before = process.memoryUsage.rss();
  const { fetched, ms, host } = await fetchFrom(listener);

  expect(fetched).toEqual({ ok: false, problem: expect.stringMatching(problem) as string });
  expect(fetched.ok ? "" : fetched.problem).not.toMatch(/secret/);
  expect(fetched.ok ? "" : fetched.problem).toMatch(/^that address|^http/);
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
