import { buildConnector, Agent, fetch, request } from "undici";
import { expect, test } from "vitest";
import { openFetch } from "../../../src/research/sources/fetch.ts";
import {
  AddressRefusedError,
  type Dial,
  guardedConnector,
  isPublicAddress,
  lookupOf,
} from "../../../src/research/sources/guard.ts";
import { hostileAddresses, hostileNames, redirects } from "./addresses.ts";
import { openInternet, publicAddress, serve } from "./internet.ts";

const names = {
  ...hostileNames,
  // Public when a check asks, private when the connection is made.
  "rebinding.test": [[publicAddress], ["127.0.0.1"]],
};

const openTestInternet = () =>
  openInternet((message, response) => {
    const location = { ...redirects, "/to-public": "http://public.test/there" }[message.url ?? ""];
    if (location !== undefined) response.writeHead(302, { location, connection: "close" }).end();
    else
      response.writeHead(200, { "content-type": "text/plain", connection: "close" }).end("hello");
  }, names);

test("no spelling of a private address reaches anything, and each refusal is a sentence", async () => {
  await using internet = await openTestInternet();
  await using door = openFetch({ allow: [], resolve: internet.resolve, dial: internet.dial });
  expect(hostileAddresses.length).toBeGreaterThanOrEqual(95);

  const problems: string[] = [];
  for (const address of hostileAddresses) {
    const fetched = await door.fetchPage(address, AbortSignal.timeout(5000));
    problems.push(fetched.ok ? `was read: ${address}` : fetched.problem);
  }

  expect(internet.hits).toEqual([]);
  expect(problems.filter((problem) => !/^\S.* could not be read: .*\.$/.test(problem))).toEqual([]);
  expect(problems.filter((problem) => problem.length > 200)).toEqual([]);
  expect(problems.join()).not.toMatch(/pw@|Error|E[A-Z]{5,}/);
});

test("the same addresses without the guard do reach private places", async () => {
  await using internet = await openTestInternet();
  const open = new Agent({ connect: internet.dial(lookupOf(internet.resolve)) });

  for (const address of hostileAddresses) {
    const signal = AbortSignal.timeout(2000);
    await fetch(address, { dispatcher: open, signal }).then(
      (response) => response.text(),
      () => "refused",
    );
  }
  await open.destroy();
  expect(internet.hits.length).toBeGreaterThan(70);
});

test("a public page is read, also through a redirect", async () => {
  await using internet = await openTestInternet();
  await using door = openFetch({ allow: [], resolve: internet.resolve, dial: internet.dial });

  const read = (address: string) => door.fetchPage(address, AbortSignal.timeout(5000));
  const page = { ok: true, internal: false, contentType: "text/plain" };
  expect(await read("http://public.test/")).toMatchObject(page);
  expect(await read(`http://${publicAddress}:8080/a`)).toMatchObject(page);
  expect(await read("http://hop.test/to-public")).toMatchObject({
    ...page,
    url: "http://public.test/there",
  });
  expect(internet.hits).toEqual([]);
});

test("a name that answers publicly first and privately later is never reached at its private address", async () => {
  await using internet = await openTestInternet();
  await using door = openFetch({ allow: [], resolve: internet.resolve, dial: internet.dial });

  const first = await door.fetchPage("http://rebinding.test/", AbortSignal.timeout(5000));
  const second = await door.fetchPage("http://rebinding.test/", AbortSignal.timeout(5000));

  expect(first).toMatchObject({ ok: true });
  expect(second).toEqual({
    ok: false,
    problem: "http://rebinding.test/ could not be read: the address is private.",
  });
  expect(internet.hits).toEqual([]);
});

const everywhere = async () => [{ address: "127.0.0.1", family: 4 }];
const pretending = async () => [{ address: publicAddress, family: 4 }];
const dial: Dial = (lookup) => buildConnector({ lookup });
/** Connects elsewhere than it was told. */
const astray: Dial = () => buildConnector({ lookup: lookupOf(everywhere) });

test("real sockets: literals, names and the peer that was really reached are checked", async () => {
  const hits: string[] = [];
  await using canary = await serve((message, response) => {
    hits.push(message.url ?? "");
    response.end("canary");
  });
  const reached: number[] = [];
  const guards = [
    [`http://127.0.0.1:${canary.port}/literal`, guardedConnector(everywhere, dial)],
    [`http://name.test:${canary.port}/name`, guardedConnector(everywhere, dial)],
    [`http://name.test:${canary.port}/peer`, guardedConnector(pretending, astray)],
  ] as const;

  for (const [address, connector] of guards) {
    const agent = new Agent({ connect: connector });
    await expect(request(address, { dispatcher: agent })).rejects.toThrow(AddressRefusedError);
    await agent.destroy();
    reached.push(canary.connections());
  }
  expect(hits).toEqual([]);
  expect(reached).toEqual([0, 0, 1]); // What is private from the start is not even knocked at.

  const unguarded = new Agent({ connect: dial(lookupOf(everywhere)) });
  await request(`http://name.test:${canary.port}/open`, { dispatcher: unguarded });
  await unguarded.destroy();
  expect(hits).toEqual(["/open"]);
});

test("the allow list lets exactly the written host and port pass", async () => {
  await using intranet = await serve((_message, response) => response.end("inside"));
  await using door = openFetch({ allow: [intranet.host] });
  const read = (address: string) => door.fetchPage(address, AbortSignal.timeout(5000));

  expect(await read(`${intranet.url}/wiki?q=1#top`)).toMatchObject({
    ok: true,
    url: `${intranet.url}/wiki?q=1`,
    internal: true,
  });
  expect(await read(`http://localhost:${intranet.port}/`)).toMatchObject({ ok: false });
  expect(await read("http://127.0.0.1/")).toMatchObject({ ok: false });
  expect(await read(`https://127.0.0.1:${intranet.port + 1}/`)).toMatchObject({ ok: false });
});

test.each(["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "2a00:1450:4001:81b::200e"])(
  "%s is a public address",
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each(["", "example.org", "1.2.3", "::ffff:8.8.8.8", "64:ff9b::808:808", "fe80::1%eth0"])(
  "'%s' is not a public address",
  (address) => expect(isPublicAddress(address)).toBe(false),
);
