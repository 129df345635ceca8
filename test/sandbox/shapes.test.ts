import { expect, test } from "vitest";
import { openSandbox, tokens } from "./open.ts";
import { startEar } from "./ear.ts";

/** The keys of what Slack sends, as its reference and published recordings have them. */
const keys = {
  envelope:
    "api_app_id authorizations context_team_id event event_context event_id event_time is_ext_shared_channel team_id token type",
  message: "blocks channel channel_type client_msg_id event_ts team text ts type user",
  reply:
    "blocks channel channel_type client_msg_id event_ts parent_user_id team text thread_ts ts type user",
  mention: "blocks channel client_msg_id event_ts team text ts type user",
  changed: "channel channel_type event_ts hidden message previous_message subtype ts type",
  deleted: "channel channel_type deleted_ts event_ts hidden previous_message subtype ts type",
  command:
    "api_app_id channel_id channel_name command is_enterprise_install response_url team_domain team_id text token trigger_id user_id user_name",
  action:
    "actions api_app_id channel container is_enterprise_install message response_url state team token trigger_id type user",
  button: "action_id action_ts block_id text type value",
  shortcut:
    "action_ts api_app_id callback_id channel is_enterprise_install message message_ts response_url team token trigger_id type user",
  submission: "api_app_id is_enterprise_install response_urls team token trigger_id type user view",
  view: "app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type",
};

const keysOf = (thing: object) => Object.keys(thing).toSorted().join(" ");

async function open() {
  const ear = await startEar();
  const delivery = { mode: "http" as const, url: ear.url, signingSecret: tokens.secret };
  const sandbox = await openSandbox({ delivery });
  const call = async (method: string, args: object) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.bot}` };
    const init = { method: "POST", headers, body: JSON.stringify(args) };
    return (await fetch(sandbox.apiUrl + method, init)).json() as Promise<Record<string, any>>;
  };
  return {
    ada: sandbox.as("U0ADA"),
    call,
    last: () => ear.heard.at(-1)?.body ?? {},
    events: ear.events,
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await ear[Symbol.asyncDispose]();
    },
  };
}

test("events have Slack's fields", async () => {
  await using world = await open();
  const first = await world.ada.say("#product", "@legwork hello");
  const [message] = world.events("message");
  expect(keysOf(message ?? {})).toBe(keys.envelope);
  expect(keysOf(message?.["event"])).toBe(keys.message);
  expect(keysOf(world.events("app_mention")[0]?.["event"])).toBe(keys.mention);
  await world.ada.say("#product", "reply", { threadTs: first.ts });
  expect(keysOf(world.last()["event"])).toBe(keys.reply);
  const second = await world.ada.say("#product", "two");
  await world.ada.edit(second, "three");
  expect(keysOf(world.last()["event"])).toBe(keys.changed);
  await world.ada.remove(second);
  expect(keysOf(world.last()["event"])).toBe(keys.deleted);
});

test("a slash command has Slack's thirteen fields", async () => {
  await using world = await open();
  await world.ada.command("#product", "/research", "x");
  expect(keysOf(world.last())).toBe(keys.command);
  await world.ada.command("D0ADA", "/research", "x");
  expect(world.last()).toMatchObject({ channel_name: "directmessage", channel_id: "D0ADA" });
});

test("interactions have Slack's fields", async () => {
  await using world = await open();
  const text = { type: "plain_text", text: "Go" };
  const button = { type: "button", action_id: "go", text, value: "1", style: "primary" };
  const blocks = [{ type: "actions", elements: [button] }];
  const posted = await world.call("chat.postMessage", { channel: "C0PRODUCT", text: "x", blocks });
  const at = { channel: "C0PRODUCT", ts: posted["ts"] };
  await world.ada.click(at, "go");
  expect(keysOf(world.last())).toBe(keys.action);
  expect(keysOf(world.last()["actions"][0])).toBe(keys.button);
  const trigger_id = world.last()["trigger_id"];
  await world.ada.shortcut("research_message", at);
  expect(keysOf(world.last())).toBe(keys.shortcut);

  const view = { type: "modal", title: text, submit: text, blocks: [{ type: "divider" }] };
  const opened = await world.call("views.open", { trigger_id, view });
  expect(keysOf(opened["view"])).toBe(keys.view);
  await world.ada.submit(opened["view"].id);
  expect(keysOf(world.last())).toBe(keys.submission);
  expect(keysOf(world.last()["view"])).toBe(keys.view);
});

test("a post's answer has Slack's fields, and repeats its metadata", async () => {
  await using world = await open();
  const metadata = { event_type: "legwork", event_payload: { key: "k" } };
  const posted = await world.call("chat.postMessage", {
    channel: "C0PRODUCT",
    text: "x",
    metadata,
  });
  expect(keysOf(posted)).toBe("channel message ok ts");
  expect(keysOf(posted["message"])).toBe(
    "app_id bot_id bot_profile metadata team text ts type user",
  );
});
