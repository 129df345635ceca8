import { type KnownBlock, WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { limits } from "../../src/sandbox/check/limits.ts";
import { openSandbox, tokens } from "./open.ts";

async function open(now?: () => Date) {
  const sandbox = await openSandbox(now ? { now } : {});
  const post = async (method: string, args: object) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.bot}` };
    const body = JSON.stringify(args);
    const response = await fetch(sandbox.apiUrl + method, { method: "POST", headers, body });
    return response.json() as Promise<{
      ok: boolean;
      error?: string;
      response_metadata?: { messages?: string[] };
    }>;
  };
  return { sandbox, post, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

const long = (length: number) => "x".repeat(length);
const plain = (text: string) => ({ type: "plain_text", text });
const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const button = (action_id: string, text = "Go", value = "v") => ({
  type: "button",
  action_id,
  text: plain(text),
  value,
});
const actions = (...elements: object[]) => ({ type: "actions", elements });

const refused: [string, object[], string][] = [
  [
    "a section without text",
    [{ type: "section" }],
    "missing required field: text [json-pointer:/blocks/0]",
  ],
  [
    "an empty section",
    [section("")],
    "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a long section",
    [section(long(3001))],
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a long header",
    [{ type: "header", text: plain(long(151)) }],
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "mrkdwn in a header",
    [{ type: "header", text: { type: "mrkdwn", text: "x" } }],
    "must be a valid type or enum value [json-pointer:/blocks/0/text/type]",
  ],
  [
    "a block nobody knows",
    [{ type: "marquee" }],
    "unsupported type: marquee [json-pointer:/blocks/0/type]",
  ],
  [
    "an element where it cannot stand",
    [actions({ type: "plain_text_input", action_id: "a" })],
    "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
  ],
  [
    "a long button",
    [actions(button("a", long(76)))],
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "a long value",
    [actions(button("a", "Go", long(2001)))],
    "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
  ],
  [
    "too many buttons",
    [actions(...Array.from({ length: 26 }, (_, n) => button(`a${n}`)))],
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a doubled action id",
    [actions(button("a"), button("a"))],
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements]',
  ],
  [
    "a doubled block id",
    [
      { type: "divider", block_id: "b" },
      { type: "divider", block_id: "b" },
    ],
    '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    "too many context elements",
    [{ type: "context", elements: Array.from({ length: 11 }, () => plain("x")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "too many blocks",
    Array.from({ length: 51 }, () => ({ type: "divider" })),
    "no more than 50 items allowed [json-pointer:/blocks]",
  ],
  [
    "too much markdown in all",
    [
      { type: "markdown", text: long(7000) },
      { type: "markdown", text: long(7000) },
    ],
    "must be less than 12001 characters [json-pointer:/blocks]",
  ],
];

test.each(refused)("%s is refused, and Slack says where", async (_name, blocks, message) => {
  await using world = await open();
  const answer = await world.post("chat.postMessage", { channel: "C0PRODUCT", text: "x", blocks });
  expect(answer).toMatchObject({ ok: false, error: "invalid_blocks", errors: [message] });
  expect(answer.response_metadata?.messages).toEqual([`[ERROR] ${message}`]);
  expect(world.sandbox.messages("#product")).toEqual([]);
});

test("what is just within the limits is taken", async () => {
  await using world = await open();
  const blocks = [
    section(long(limits.sectionText)),
    { type: "header", text: plain(long(limits.header)) },
    actions(
      ...Array.from({ length: limits.actionsElements }, (_, n) =>
        button(`a${n}`, long(limits.buttonText)),
      ),
    ),
    { type: "markdown", text: long(limits.markdownText) },
    ...Array.from({ length: limits.blocksPerMessage - 4 }, () => ({ type: "divider" })),
  ];
  const answer = await world.post("chat.postMessage", { channel: "C0PRODUCT", text: "x", blocks });
  expect(answer).toMatchObject({ ok: true });
});

test.each([
  ["chat.postMessage", { text: "" }, "no_text"],
  ["chat.postMessage", { blocks: "not json" }, "invalid_blocks_format"],
  ["chat.postMessage", { text: "a", markdown_text: "b" }, "markdown_text_conflict"],
  ["chat.postMessage", { markdown_text: long(12_001) }, "msg_too_long"],
  ["chat.postMessage", { text: "a", metadata: { event_type: "x" } }, "invalid_metadata_format"],
  [
    "chat.postMessage",
    { text: "a", metadata: { event_type: "x", event_payload: { a: { b: { c: 1 } } } } },
    "invalid_metadata_schema",
  ],
  ["chat.postMessage", { text: "a", thread_ts: "1.000001" }, "thread_not_found"],
  ["chat.update", { ts: "1.000001", text: "a" }, "message_not_found"],
])("%s with %j is refused with %s", async (method, args, error) => {
  await using world = await open();
  expect(await world.post(method, { channel: "C0PRODUCT", ...args })).toMatchObject({
    ok: false,
    error,
  });
});

test("a text is cut at 40,000 characters, and an edit may have 4,000", async () => {
  await using world = await open();
  const posted = await world.post("chat.postMessage", { channel: "C0PRODUCT", text: long(40_001) });
  expect(posted).toMatchObject({ message: { text: long(40_000) } });
  const ts = world.sandbox.messages("#product")[0]?.ts;
  const edited = await world.post("chat.update", { channel: "C0PRODUCT", ts, text: long(4_001) });
  expect(edited).toMatchObject({ error: "msg_too_long" });
});

const input = {
  type: "input",
  block_id: "feedback",
  label: plain("What?"),
  element: { type: "plain_text_input", action_id: "feedback" },
};
const modal = { type: "modal", title: plain("Revise"), submit: plain("Send"), blocks: [input] };

test.each([
  [
    { ...modal, title: plain(long(25)) },
    "must be less than 25 characters [json-pointer:/view/title/text]",
  ],
  [
    { ...modal, private_metadata: long(3001) },
    "must be less than 3001 characters [json-pointer:/view/private_metadata]",
  ],
  [{ ...modal, submit: undefined }, "missing required field: submit [json-pointer:/view]"],
  [
    { ...modal, blocks: [{ type: "markdown", text: "x" }] },
    "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
  ],
  [
    { ...modal, blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) },
    "no more than 100 items allowed [json-pointer:/view/blocks]",
  ],
])("a view like %j is refused", async (view, message) => {
  await using world = await open();
  const answer = await world.post("views.open", { trigger_id: "x", view });
  expect(answer).toMatchObject({ ok: false, error: "invalid_arguments" });
  expect(answer.response_metadata?.messages).toEqual([`[ERROR] ${message}`]);
});

test("a trigger opens one view, within three seconds, and only if Slack gave it out", async () => {
  let at = new Date("2026-11-20T10:00:00Z").getTime();
  await using world = await open(() => new Date(at));
  const attempt = (trigger_id: string) => world.post("views.open", { trigger_id, view: modal });
  const pull = async () => {
    await world.sandbox.as("U0ADA").command("#product", "/research");
    return [...world.sandbox.world.triggers.keys()].at(-1) ?? "";
  };
  expect(await attempt("made-up")).toMatchObject({ error: "invalid_trigger_id" });
  const first = await pull();
  expect(await attempt(first)).toMatchObject({ ok: true });
  expect(await attempt(first)).toMatchObject({ error: "exchanged_trigger_id" });
  const second = await pull();
  at += 3_001;
  expect(await attempt(second)).toMatchObject({ error: "expired_trigger_id" });
});

test("blocks can be checked without a token", async () => {
  await using world = await open();
  const client = new WebClient("", { slackApiUrl: world.sandbox.apiUrl });
  const good: KnownBlock[] = [{ type: "divider" }];
  expect(await client.apiCall("blocks.validate", { blocks: good })).toMatchObject({ ok: true });
  const bad = client.apiCall("blocks.validate", { blocks: [{ type: "section" }] });
  await expect(bad).rejects.toThrow("invalid_blocks");
});
