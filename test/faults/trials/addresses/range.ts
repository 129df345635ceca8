// Fetches every hostile address, directly and by way of a redirect, in a small internet that is watched.
import type { RequestListener } from "node:http";
import { z } from "zod";
import { openFetch } from "../../../../src/research/sources/fetch.ts";
import { hostileAddresses, hostileNames, redirects } from "../../../research/sources/addresses.ts";
import { publicAddress } from "../../../research/sources/internet.ts";
import { openOwnNetwork, openStubbedNetwork } from "./network.ts";
import type { Report } from "./report.ts";

const Given = z.object({ own: z.boolean(), folder: z.string() });
const { own, folder } = Given.parse(JSON.parse(process.argv[2] ?? "{}"));

/** Longer than the product's own limit, which must end a fetch first. */
const fetchMsMax = 20_000;
const names = {
  ...hostileNames,
  // Public when a check asks, private when the connection is made.
  "rebinding.test": [[publicAddress], ["127.0.0.1"]],
};
const usual = { "http:": 80, "https:": 443 } as const;

const site: RequestListener = ({ url = "" }, response) => {
  const [path = "", target = ""] = url.split("?", 2);
  const location = path === "/to" ? decodeURIComponent(target) : redirects[path];
  if (location === undefined) {
    response.writeHead(200, { "content-type": "text/plain", connection: "close" }).end("hello");
  } else {
    // Headers are bytes: what is not Latin goes out as UTF-8, as careless servers send it.
    const bytes = Buffer.from(location).toString("latin1");
    response.writeHead(302, { location: bytes, connection: "close" }).end();
  }
};
const by = (address: string) => `http://hop.test/to?${encodeURIComponent(address)}`;

const ports = portsOf([...hostileAddresses, ...Object.values(redirects)]);
await using network = own
  ? await openOwnNetwork(site, { names, ports, folder })
  : await openStubbedNetwork(site, names);
await using door = openFetch({ allow: [], ...network.way });
const read = (address: string) => door.fetchPage(address, AbortSignal.timeout(fetchMsMax));

const report: Report = { asked: 0, reached: [], wordless: [], honest: 0 };
for (const address of ["http://public.test/", by("http://public.test/there")]) {
  const fetched = await read(address);
  if (fetched.ok && Buffer.from(fetched.bytes).toString() === "hello") report.honest += 1;
}
const direct = [...hostileAddresses, ...Array<string>(3).fill("http://rebinding.test/")];
for (const address of [...direct, ...hostileAddresses.map(by)]) {
  const before = network.hits.length;
  const fetched = await read(address).catch((error: unknown) => String(error));
  report.asked += 1;
  if (network.hits.length > before) report.reached.push(address);
  if (typeof fetched === "string") report.wordless.push(`${address}: ${fetched}`);
  else if (!fetched.ok && !isSentence(fetched.problem)) report.wordless.push(fetched.problem);
  process.send?.({ asked: report.asked });
}
process.send?.(report, () => process.disconnect());

function portsOf(addresses: readonly string[]): number[] {
  const found = addresses.flatMap((address) => {
    const { protocol = "", port = "" } = URL.parse(address) ?? {};
    return protocol === "http:" || protocol === "https:" ? [Number(port) || usual[protocol]] : [];
  });
  return [...new Set(found)];
}

/** Words for a person: whole, short, and without a secret or an error's own name. */
function isSentence(problem: string): boolean {
  return (
    /^\S.* (could not be read: .*|did not answer within .*|answered \d+)\.$/.test(problem) &&
    problem.length <= 200 &&
    !/pw@|Error|E[A-Z]{5,}/.test(problem)
  );
}
