import { request } from "node:http";
import { expect, test } from "vitest";
import type { Change, Snapshot } from "../../src/sandbox/contract.ts";
import type { Reply, RequestBody, RequestName } from "../../src/sandbox/requests.ts";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openSandbox, tokens } from "./open.ts";
import { startEar } from "./ear.ts";

async function open(options: Partial<SandboxOptions> = {}) {
  const ear = await startEar(({ body }) => ({ body: body["command"] ? { text: "On it." } : "" }));
  const delivery = { mode: "http" as const, url: ear.url, signingSecret: tokens.secret };
  const sandbox = await openSandbox({ delivery, ...options });
  const ask = async <Name extends RequestName>(
    name: Name,
    body: RequestBody<Name>,
  ): Promise<Reply> => {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(`${sandbox.url}sandbox/${name}`, init)).json() as Promise<Reply>;
  };
  const state = async (user: string) =>
    (await (await fetch(`${sandbox.url}sandbox/state?user=${user}`)).json()) as Snapshot;
  return {
    ear,
    sandbox,
    ask,
    state,
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await ear[Symbol.asyncDispose]();
    },
  };
}

/** Fetch sets Host and Origin itself, so these go out by hand. */
function post(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on("error", reject);
    call.end("{}");
  });
}

test("only this machine's own page may speak as people", async () => {
  await using world = await open();
  const url = `${world.sandbox.url}sandbox/clear_faults`;
  const host = new URL(world.sandbox.url).host;
  const json = { "content-type": "application/json" };
  expect(await post(url, { ...json, host })).toBe(200);
  expect(await post(url, { ...json, host, origin: `http://${host}` })).toBe(200);
  expect(await post(url, { ...json, host: "attacker.example" })).toBe(403);
  expect(await post(url, { ...json, host, origin: "http://attacker.example" })).toBe(403);
  expect(await post(url, { "content-type": "text/plain", host })).toBe(415);
  expect(await post(`${world.sandbox.url}sandbox/say`, { ...json, host })).toBe(400);
});

test("a snapshot shows a person what they may see and nothing else", async () => {
  await using world = await open({ seed: true });
  await world.sandbox.as("U0ADA").command("#product", "/research", "x");
  const ada = await world.state("U0ADA");
  const maya = await world.state("U0MAYA");
  expect(ada.channels.map(({ name }) => name)).toEqual([
    "general",
    "product",
    "support",
    "random",
    "directmessage",
  ]);
  expect(JSON.stringify(ada)).not.toContain("board meeting");
  expect(JSON.stringify(await world.state("U0GRACE"))).toContain("board meeting");
  expect(ada.messages.some(({ ephemeral_to }) => ephemeral_to === "U0ADA")).toBe(true);
  expect(maya.messages.some(({ ephemeral_to }) => ephemeral_to !== undefined)).toBe(false);
  expect(maya.messages.some(({ channel }) => channel === "C0SUPPORT")).toBe(false);
  const nobody = await fetch(`${world.sandbox.url}sandbox/state?user=U0LEGWORK`);
  expect(nobody.status).toBe(404);
});

/** Reads a stream of events until `count` changes have come. */
async function listen(url: string, count: number): Promise<Change[]> {
  const response = await fetch(url);
  const changes: Change[] = [];
  let buffered = "";
  for await (const chunk of response.body ?? []) {
    buffered += Buffer.from(chunk).toString();
    const events = buffered.split("\n\n");
    buffered = events.pop() ?? "";
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) changes.push(JSON.parse(data));
    }
    if (changes.length >= count) break;
  }
  return changes;
}

test("the stream goes on where the snapshot ended, and tells each person their own", async () => {
  await using world = await open();
  const { sequence } = await world.state("U0ADA");
  const { sandbox } = world;
  await sandbox.as("U0GRACE").say("#leadership", "not for Ada");
  await sandbox.as("U0GRACE").say("#random", "hello");
  const changes = await listen(`${sandbox.url}sandbox/events?user=U0ADA&after=${sequence}`, 1);
  expect(changes).toMatchObject([{ type: "message", message: { text: "hello" } }]);
  const stale = await listen(`${sandbox.url}sandbox/events?user=U0ADA&after=999999`, 1);
  expect(stale).toEqual([{ type: "reset" }]);
});

test("a composer runs commands in channels, not in threads, and posts everything else", async () => {
  await using world = await open();
  const ada = { user: "U0ADA", channel: "C0PRODUCT" };
  const said = await world.ask("type", { ...ada, text: "hello @grace" });
  expect(world.sandbox.messages("#product")[0]).toMatchObject({
    ts: said.ts,
    text: "hello <@U0GRACE>",
  });
  const ran = await world.ask("type", { ...ada, text: "/research why is it late?" });
  expect(ran.ack).toMatchObject({ ok: true });
  const command = world.ear.heard.at(-1)?.body;
  expect(command).toMatchObject({
    command: "/research",
    text: "why is it late?",
    channel_name: "product",
  });

  const before = world.ear.heard.length;
  await world.ask("type", { ...ada, text: "/research more", thread_ts: said.ts ?? "" });
  expect(world.ear.heard).toHaveLength(before);
  expect(world.sandbox.ephemerals("U0ADA", "#product").at(-1)?.text).toContain(
    "not supported in threads",
  );
});

test("a composer knows the app's commands and /invite, and says what it does not know", async () => {
  await using world = await open();
  const ada = { user: "U0ADA", channel: "C0RANDOM" };
  const lastWhisper = () => world.sandbox.ephemerals("U0ADA", "#random").at(-1)?.text;
  await world.ask("type", { ...ada, text: "@legwork hello?" });
  expect(lastWhisper()).toContain("not in this channel");
  await world.ask("type", { ...ada, text: "/reserach x" });
  expect(lastWhisper()).toBe("/reserach is not a valid command.");
  expect(world.ear.heard).toEqual([]);
  await world.ask("type", { ...ada, text: "/invite @legwork" });
  expect(world.sandbox.world.channels.get("C0RANDOM")?.members).toContain("U0LEGWORK");
});

test("files go up as base64, and come down as attachments to those who may see them", async () => {
  await using world = await open();
  const base64 = Buffer.from("<script>alert(1)</script>").toString("base64");
  await world.ask("upload", { user: "U0ADA", channel: "#support", name: "a.html", base64 });
  const file = world.sandbox.messages("#support")[0]?.files?.[0];
  expect(file).toMatchObject({ name: "a.html", size: 25 });
  const url = `${world.sandbox.url}sandbox/files/${file?.id}`;
  const own = await fetch(`${url}?user=U0ADA`);
  expect(own.headers.get("content-disposition")).toContain("attachment");
  expect(own.headers.get("content-type")).toBe("application/octet-stream");
  expect((await fetch(`${url}?user=U0MAYA`)).status).toBe(404);
});

test("requests are refused in Slack's words", async () => {
  await using world = await open();
  const at = { user: "U0ADA", channel: "C0PRODUCT", ts: "1.000001" };
  expect(await world.ask("edit", { ...at, text: "x" })).toEqual({
    ok: false,
    error: "message_not_found",
  });
  expect(await world.ask("say", { user: "U0ADA", channel: "C0LEADERSHIP", text: "x" })).toEqual({
    ok: false,
    error: "not_in_channel",
  });
  expect(await world.ask("submit", { user: "U0ADA", view_id: "V1", values: {} })).toEqual({
    ok: false,
    error: "view_not_found",
  });
});

test("a fault can be ordered from outside", async () => {
  await using world = await open();
  await world.ask("fault", { method: "auth.test", kind: "error", error: "fatal_error" });
  expect(world.sandbox.world.faults).toMatchObject([
    { method: "auth.test", times: 1, probability: 1 },
  ]);
});

test("a page is mounted beside the API, behind the same guard, with its view of the world", async () => {
  await using world = await open({
    page: (app, view) => {
      app.get("/", (context) => context.html(`<p>${view.snapshot("U0ADA")?.team.name}</p>`));
    },
  });
  expect(await (await fetch(world.sandbox.url)).text()).toBe("<p>Ambleford Goods</p>");
  expect(await post(world.sandbox.url, { host: "attacker.example" })).toBe(403);
});
