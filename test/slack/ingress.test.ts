import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";
import {
  aClick,
  aCommand,
  aMessage,
  anEvent,
  aPayload,
  form,
  json,
  type Sending,
  sendSigned,
  team,
} from "../support/signed.ts";
import { countTasks } from "../journeys/tasks.ts";

const inTimeMs = 3_000;

/** One running Legwork takes it all: whatever ends the process ends every test after it. */
let legwork: Awaited<ReturnType<typeof startLegwork>>;
beforeAll(async () => {
  legwork = await startLegwork({ workers: false });
});
afterAll(() => legwork[Symbol.asyncDispose]());

const now = () => String(Math.floor(Date.now() / 1_000));

/** Sends a good event with these headers alone. */
async function raw(headers: Record<string, string>): Promise<number> {
  const init = {
    method: "POST",
    body: anEvent(aMessage()),
    headers: { "content-type": json, ...headers },
  };
  return (await fetch(`${legwork.app.url}/slack/events`, init)).status;
}

const send = (sending: Sending) => sendSigned(legwork, anEvent(aMessage()), sending);
const at = (time: string): Sending => ({ headers: { "x-slack-request-timestamp": time } });

/** The headers that Slack would send with another body. */
function headersOfAnother(): Record<string, string> {
  const time = now();
  const digest = createHmac("sha256", legwork.signingSecret).update(`v0:${time}:{}`);
  return {
    "x-slack-request-timestamp": time,
    "x-slack-signature": `v0=${digest.digest("hex")}`,
  };
}

describe("what Slack did not sign is refused, and stores nothing", () => {
  test.each<[string, () => Promise<number>]>([
    ["no signature", () => raw({})],
    ["a signature without a time", () => raw({ "x-slack-signature": `v0=${"0".repeat(64)}` })],
    ["a time without a signature", () => raw({ "x-slack-request-timestamp": now() })],
    ...["v0=", "v1=abc", "zz", `v0=${"g".repeat(64)}`, `v0=${"0".repeat(64)}`, "v0=é"].map(
      (signature): [string, () => Promise<number>] => [
        `the signature ${signature}`,
        () => {
          const encoded = Buffer.from(signature).toString("latin1");
          return raw({ "x-slack-request-timestamp": now(), "x-slack-signature": encoded });
        },
      ],
    ),
    ["another secret", async () => (await send({ secret: "another" })).status],
    ["a time six minutes ago", async () => (await send({ offSeconds: -360 })).status],
    ["a time in six minutes", async () => (await send({ offSeconds: 360 })).status],
    ["a time that is no number", async () => (await send(at("1e10"))).status],
    ["a time in milliseconds", async () => (await send(at(String(Date.now())))).status],
    ["another body", () => raw(headersOfAnother())],
  ])("%s", async (_name, act) => {
    const before = await countTasks(legwork);
    expect(await act()).toBe(401);
    expect(await countTasks(legwork)).toBe(before);
  });
});

test("a time four minutes off, to either side, is taken", async () => {
  for (const offSeconds of [-240, 240]) {
    const sent = await sendSigned(legwork, anEvent(aMessage()), { offSeconds });
    expect(sent.status).toBe(200);
  }
});

const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const inEvent = (event: unknown) => JSON.stringify({ ...JSON.parse(anEvent({})), event });
const view = { id: "V1", callback_id: "revise", private_metadata: "?", hash: "1" };

const malformed: readonly [name: string, body: string | Buffer, type?: string][] = [
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["a number", "123"],
  ["a text", '"text"'],
  ["half a JSON", '{"type":'],
  ["no event", JSON.stringify({ type: "event_callback", team_id: team })],
  ["an event that is null", inEvent(null)],
  ["an event that is a list", inEvent([])],
  ["an event without a type", inEvent({})],
  ["an event whose channel is a number", anEvent({ type: "message", channel: 5 })],
  ["an event whose user is null", anEvent({ type: "message", user: null })],
  ["an event without an id", anEvent(aMessage(), { event_id: undefined })],
  [
    "an event of another workspace",
    anEvent(aMessage(), { team_id: "T0X", authorizations: [{ team_id: "T0X" }] }),
  ],
  ["authorizations that hold null", anEvent(aMessage(), { authorizations: [null] })],
  ["JSON 200,000 levels deep", deep(200_000)],
  ["bytes that are no UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ["a JSON body that says it is a form", anEvent(aMessage()), form],
  ["a form that says it is JSON", aCommand(), json],
  ["a multipart body", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x"],
  ["an empty form", "", form],
  ["a form without a command", "a=b", form],
  ["a command without a user", aCommand().replace(/user_id=\w+/, ""), form],
  ["a command without a trigger", aCommand({ trigger_id: "" }), form],
  ["a command with a NUL in its trigger", aCommand({ trigger_id: "1.\0" }), form],
  ["a payload that is null", aPayload(null), form],
  ["a payload that is a list", aPayload([]), form],
  ["a payload that is no JSON", "payload=%7B", form],
  ["ssl_check beside a broken payload", "ssl_check=1&payload=null", form],
  ["a click without actions", aPayload(aClick({ actions: [] })), form],
  ["a click whose actions are null", aPayload(aClick({ actions: null })), form],
  ["a click whose action is null", aPayload(aClick({ actions: [null] })), form],
  ["a click without a user", aPayload(aClick({ user: null })), form],
  ["a click in no team", aPayload(aClick({ team: null, user: { id: people.ada } })), form],
  [
    "a submission without a view",
    aPayload({ ...aClick(), type: "view_submission", actions: undefined }),
    form,
  ],
  [
    "a submission without values",
    aPayload({ ...aClick(), type: "view_submission", actions: undefined, view }),
    form,
  ],
  [
    "a shortcut without a message",
    aPayload({
      ...aClick(),
      type: "message_action",
      callback_id: "research_message",
      message: undefined,
      actions: undefined,
    }),
    form,
  ],
];

test.each(malformed)("signed but malformed is refused: %s", async (_name, body, type = json) => {
  const before = await countTasks(legwork);
  const sent = await sendSigned(legwork, body, { type });
  expect(sent.status).toBeGreaterThanOrEqual(400);
  expect(sent.status).toBeLessThan(500);
  expect(sent.ms).toBeLessThan(inTimeMs);
  expect(await countTasks(legwork)).toBe(before);
});

const odd: readonly [name: string, status: number, body: string, type?: string][] = [
  ["an event of a type we do not know", 200, anEvent({ type: "star_added" })],
  ["a message of a subtype we do not know", 200, anEvent(aMessage({ subtype: "huddle_thread" }))],
  [
    "a message that is 200,000 levels deep",
    200,
    inEvent({ ...aMessage({ text: "" }), deep: 0 }).replace('"deep":0', `"deep":${deep(200_000)}`),
  ],
  [
    "a message with the keys of every object",
    200,
    inEvent({ ...aMessage({ text: "x" }), constructor: 1, toString: 2 }).replace(
      '"constructor"',
      '"__proto__":{"x":1},"constructor"',
    ),
  ],
  ["Slack's certificate check", 200, "ssl_check=1&token=x", form],
  ["a command we do not have", 404, aCommand({ command: "/unknown" }), form],
  [
    "a button we do not have",
    404,
    aPayload(aClick({ actions: [{ type: "button", action_id: "unknown", block_id: "b" }] })),
    form,
  ],
  [
    "an interaction of a type we do not know",
    404,
    aPayload({ ...aClick(), type: "unknown", actions: undefined }),
    form,
  ],
  ["a form with a charset", 200, aCommand(), `${form}; charset=utf-8`],
  ["a button whose value is not ours", 200, aPayload(aClick()), form],
];

test.each(odd)("%s is answered %i", async (_name, status, body, type = json) => {
  const sent = await sendSigned(legwork, body, { type });
  expect(sent.status).toBe(status);
  expect(sent.ms).toBeLessThan(inTimeMs);
});

test("Slack's challenge is repeated", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "abc", token: "x" });
  expect(await sendSigned(legwork, body)).toMatchObject({ status: 200, text: "abc" });
});

test("NUL, lone surrogates and invisible characters in a question do no harm", async () => {
  const text = "why \u0000is \ud800 it\u200b slow\u{e0041}?";
  const sent = await sendSigned(legwork, anEvent(aMessage({ text: `<@U0LEGWORK> ${text}` })));
  expect(sent.status).toBe(200);
  const { rows } = await legwork.db.query("select question from task order by number desc limit 1");
  expect(rows).toEqual([{ question: expect.stringMatching(/^why {1,2}is \ufffd it slow\?$/) }]);
});

test("in a task's thread they do no harm either", async () => {
  const asked = aMessage();
  await sendSigned(legwork, anEvent(asked));
  const note = aMessage({
    thread_ts: asked.ts,
    text: "only \u0000mobile \udfff",
    files: [{ id: "F1", name: "\u0000" }],
  });

  expect((await sendSigned(legwork, anEvent(note))).status).toBe(200);

  const { rows } = await legwork.db.query("select text from note order by id desc limit 1");
  expect(rows).toEqual([{ text: "only  mobile \ufffd" }]);
});

test("other methods and other paths are not found", async () => {
  const statuses = [];
  for (const [method, path] of [
    ["GET", "/slack/events"],
    ["PUT", "/slack/events"],
    ["POST", "/"],
  ] as const) {
    statuses.push((await fetch(`${legwork.app.url}${path}`, { method })).status);
  }
  expect(statuses).toEqual([404, 404, 404]);
});

test("10 MB are refused, with and without a length, and nothing is kept", async () => {
  const big = Buffer.alloc(10 * 1024 * 1024, 0x61);
  const sent = await sendSigned(legwork, big).catch(() => ({ status: 413, ms: 0 }));
  expect(sent.status).toBe(413);

  const stream = new ReadableStream({
    pull(to) {
      to.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const init = { method: "POST", body: stream, duplex: "half", signal: AbortSignal.timeout(8_000) };
  const began = performance.now();
  // Either the refusal arrives, or the line is cut while still talking; it does not go on for ever.
  const status = await fetch(`${legwork.app.url}/slack/events`, init as RequestInit).then(
    (answer) => answer.status,
    (error: Error) => error.name,
  );
  expect([413, "TypeError"]).toContain(status);
  expect(performance.now() - began).toBeLessThan(inTimeMs);
});

test("a body that trickles in is given up before Slack would", async () => {
  const { hostname, port } = new URL(legwork.app.url);
  const socket = connect(Number(port), hostname);
  const began = performance.now();
  socket.write("POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");
  let answer = "";
  socket.on("data", (bytes) => (answer += String(bytes)));
  await new Promise((closed) => socket.on("close", closed));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(performance.now() - began).toBeLessThan(4_000);
});

test("a caller that hangs up in the middle leaves nothing behind", async () => {
  const { hostname, port } = new URL(legwork.app.url);
  const socket = connect(Number(port), hostname);
  await new Promise<void>((sent) =>
    socket.write("POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{", () =>
      sent(),
    ),
  );
  socket.destroy();
  const sent = await sendSigned(legwork, anEvent(aMessage({ channel: channels.support })));
  expect(sent.status).toBe(200);
});

test("after all that it still stands, takes what is right, and has logged nothing that was said", async () => {
  const before = await countTasks(legwork);
  expect((await sendSigned(legwork, anEvent(aMessage()))).status).toBe(200);
  expect(await countTasks(legwork)).toBe(before + 1);
  expect(legwork.lines.length).toBeGreaterThan(0);
  expect(legwork.lines.join("\n")).not.toMatch(/checkout|xox|secret/i);
});
