import type { RequestListener } from "node:http";
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from "node:zlib";
import type { FetchLimits } from "../../../src/research/sources/limits.ts";
import { megabytes, seconds } from "../../../src/research/sources/wording.ts";
import { answering, drip, ended, onWire, writeForever } from "./wire.ts";

/** A server that means harm, or is badly broken. */
export type HostileResponse = {
  readonly name: string;
  readonly answer: RequestListener;
  /** How the sentence ends that the person who asked is told. */
  readonly told: (limits: FetchLimits) => string;
};

const MiB = 1024 * 1024;
const html = { "content-type": "text/html" };
/** The beginning of an answer on the wire, its headers still open. */
const head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n";

/** Takes a moment: it packs the bombs. */
export const hostileResponses = (): readonly HostileResponse[] => [
  ...bombs(),
  ...endless,
  ...slow,
  ...lying,
  ...wandering,
  ...empty,
];

function bombs(): HostileResponse[] {
  const nothing = Buffer.alloc(100 * MiB);
  const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  const packed = {
    gzip: gzipSync(nothing, { level: 1 }),
    br: brotliCompressSync(nothing, fast),
    zstd: zstdCompressSync(nothing),
  };
  return Object.entries(packed).map(([encoding, body]) => ({
    name: `a ${encoding} bomb`,
    answer: answering({ ...html, "content-encoding": encoding }, body),
    told: tooLarge,
  }));
}

const tooLarge = ({ htmlBytesMax }: FetchLimits) => `it is larger than ${megabytes(htmlBytesMax)}.`;
const floods = () => "it does not stop sending.";
const breaks = () => "the connection broke before the end.";
const late = ({ totalMs }: FetchLimits) => `did not answer within ${seconds(totalMs)}.`;
const silent = (limits: FetchLimits) =>
  limits.idleMs < limits.totalMs ? "it stopped answering." : late(limits);

const endless: HostileResponse[] = [
  {
    name: "an endless chunked body",
    answer: (_message, response) => writeForever(response.writeHead(200, html), "x".repeat(65_536)),
    told: tooLarge,
  },
  {
    name: "an endless body of one byte a chunk",
    answer: onWire(`${head}transfer-encoding: chunked\r\n\r\n`, "1\r\nx\r\n".repeat(10_000)),
    told: tooLarge,
  },
  {
    name: "a chunk whose extension never ends",
    answer: onWire(`${head}transfer-encoding: chunked\r\n\r\n1;`, "a".repeat(65_536)),
    told: tooLarge,
  },
  {
    name: "answers before the answer, without end",
    answer: onWire("", "HTTP/1.1 102 Processing\r\n\r\n".repeat(1000)),
    told: floods,
  },
  {
    name: "hints before the answer, without end",
    answer: onWire("", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(1000)),
    told: floods,
  },
  {
    name: "a status line that never ends",
    answer: onWire("HTTP/1.1 200 ", "O".repeat(65_536)),
    told: floods,
  },
  {
    name: "trailers without end",
    answer: onWire(
      `${head}transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n`,
      "a: bbbbbbbbbb\r\n".repeat(1000),
    ),
    told: breaks,
  },
  {
    name: "a flood of headers",
    answer: (_message, response) => {
      for (let n = 0; n < 5000; n += 1) response.setHeader(`x-${n}`, "y".repeat(20));
      response.end("hello");
    },
    told: () => "its headers are too large.",
  },
];

const slow: HostileResponse[] = [
  { name: "one byte at a time", answer: drip(`${head}\r\n`), told: late },
  { name: "one byte of a header at a time", answer: drip(`${head}x: `), told: silent },
  { name: "no answer at all", answer: () => {}, told: silent },
];

const lying: HostileResponse[] = [
  {
    name: "a bomb in a bomb",
    answer: answering({ ...html, "content-encoding": "gzip, gzip" }, gzipSync(gzipSync("x"))),
    told: () => "it is packed in a way I do not know.",
  },
  {
    name: "a content length of 10 GB",
    answer: (_message, response) =>
      response.writeHead(200, { ...html, "content-length": 10 * 1024 * MiB }).write("x"),
    told: tooLarge,
  },
  {
    name: "a content length that is never reached",
    answer: (_message, response) => {
      response.writeHead(200, { ...html, "content-length": 1000 });
      response.write("x", () => response.destroy());
    },
    told: breaks,
  },
  {
    name: "a truncated gzip body",
    answer: answering(
      { ...html, "content-encoding": "gzip" },
      gzipSync("word ".repeat(10_000)).subarray(0, -20),
    ),
    told: breaks,
  },
  {
    name: "a plain body that says it is packed",
    answer: answering({ ...html, "content-encoding": "br" }, "<p>hello"),
    told: breaks,
  },
  {
    name: "a socket reset in the middle",
    answer: (_message, response) => {
      response.writeHead(200, html);
      response.write("half", () => response.socket?.resetAndDestroy());
    },
    told: breaks,
  },
];

const wandering: HostileResponse[] = [
  {
    name: "a redirect to itself",
    answer: (message, response) => response.writeHead(302, { location: message.url ?? "" }).end(),
    told: () => "it redirects in a circle.",
  },
  {
    name: "redirects without end",
    answer: (message, response) => response.writeHead(302, { location: `${message.url}x` }).end(),
    told: ({ redirectsMax }) => `it redirects more than ${redirectsMax} times.`,
  },
  {
    name: "a redirect to nowhere",
    answer: (_message, response) => response.writeHead(302, { location: "http://[" }).end(),
    told: () => "that address could not be read: it is not a usable web address.",
  },
];

const empty: HostileResponse[] = [
  { name: "an empty 200", answer: answering(html, ""), told: () => "its answer is empty." },
  { name: "a 204", answer: ended(204), told: () => "its answer is empty." },
  { name: "a 404", answer: ended(404), told: () => "answered 404." },
  { name: "a 304", answer: ended(304), told: () => "answered 304." },
];
