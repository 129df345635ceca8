import type { App } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/web-api";
import { expect, test } from "vitest";
import { startHttpBot } from "./bolt.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });

const card: KnownBlock[] = [
  {
    type: "actions",
    block_id: "decide",
    elements: [
      {
        type: "button",
        action_id: "approve",
        text: plain("Approve"),
        value: "42",
        style: "primary",
      },
      { type: "static_select", action_id: "depth", options: [option("quick"), option("deep")] },
      { type: "checkboxes", action_id: "kinds", options: [option("web"), option("files")] },
      { type: "datepicker", action_id: "due" },
      { type: "users_select", action_id: "who" },
    ],
  },
];

const modal: ModalView = {
  type: "modal",
  callback_id: "revise",
  private_metadata: "task 42",
  title: plain("Revise"),
  submit: plain("Send"),
  notify_on_close: true,
  blocks: [
    {
      type: "input",
      block_id: "feedback",
      label: plain("What?"),
      element: { type: "plain_text_input", action_id: "feedback", initial_value: "shorter" },
    },
  ],
};

async function withCard(listen: (app: App) => void) {
  const bot = await startHttpBot(listen);
  const { ts = "" } = await bot.app.client.chat.postMessage({
    channel: "C0PRODUCT",
    text: "card",
    blocks: card,
  });
  const { sandbox } = bot;
  return {
    sandbox,
    app: bot.app,
    ada: sandbox.as("U0ADA"),
    card: { channel: "C0PRODUCT", ts },
    [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose](),
  };
}

test("a click carries the button, the message and who clicked; the answer replaces the message", async () => {
  const heard: unknown[] = [];
  await using bot = await withCard((app) => {
    app.action("approve", async ({ ack, body, action, respond }) => {
      heard.push(body, action);
      await ack();
      await respond({ text: "Approved", replace_original: true });
    });
  });
  expect(await bot.ada.click(bot.card, "approve")).toMatchObject({ ok: true, status: 200 });
  await bot.sandbox.until(() => bot.sandbox.messages("#product")[0]?.text === "Approved");
  expect(heard).toMatchObject([
    {
      type: "block_actions",
      user: { id: "U0ADA", username: "ada" },
      channel: { id: "C0PRODUCT", name: "product" },
      container: { type: "message", message_ts: bot.card.ts, is_ephemeral: false },
      message: { ts: bot.card.ts, bot_id: "B0LEGWORK" },
    },
    {
      type: "button",
      action_id: "approve",
      block_id: "decide",
      value: "42",
      text: { text: "Approve" },
    },
  ]);
  expect(heard[1]).not.toHaveProperty("style");
  expect(bot.sandbox.messages("#product")[0]).not.toHaveProperty("blocks");
});

test("menus, boxes and pickers tell what was chosen in their own fields", async () => {
  const chosen: unknown[] = [];
  await using bot = await withCard((app) => {
    app.action(/.*/, async ({ ack, action }) => {
      chosen.push(action);
      await ack();
    });
  });
  await bot.ada.select(bot.card, "depth", "deep");
  await bot.ada.select(bot.card, "kinds", ["web", "files"]);
  await bot.ada.select(bot.card, "due", "2026-12-01");
  await bot.ada.select(bot.card, "who", "U0GRACE");
  expect(chosen).toMatchObject([
    { selected_option: { value: "deep", text: { text: "DEEP" } } },
    { selected_options: [{ value: "web" }, { value: "files" }] },
    { selected_date: "2026-12-01" },
    { selected_user: "U0GRACE" },
  ]);
  await expect(bot.ada.click(bot.card, "missing")).rejects.toThrow("action_not_found");
});

test("a response URL posts for one or for all, deletes, and is used up after five times", async () => {
  let url = "";
  await using bot = await withCard((app) => {
    app.command("/research", async ({ ack, body }) => {
      url = body.response_url;
      await ack();
    });
    app.action("approve", async ({ ack, respond }) => {
      await ack();
      await respond({ delete_original: true });
    });
  });
  await bot.ada.command("#product", "/research", "x");
  const post = async (body: object) => {
    const headers = { "content-type": "application/json" };
    return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
  };
  expect(await post({ text: "for you" })).toBe(200);
  expect(await post({ text: "for all", response_type: "in_channel" })).toBe(200);
  expect(
    await post({ text: "in a thread", response_type: "in_channel", thread_ts: bot.card.ts }),
  ).toBe(200);
  expect(await post({ text: "" })).toBe(400);
  expect(await post({ text: "five" })).toBe(200);
  expect(await post({ text: "six" })).toBe(404);
  expect(bot.sandbox.ephemerals("U0ADA", "#product").map(({ text }) => text)).toEqual([
    "for you",
    "five",
  ]);
  expect(bot.sandbox.messages("#product").map(({ text }) => text)).toEqual([
    "card",
    "for all",
    "in a thread",
  ]);
  expect(bot.sandbox.thread("#product", bot.card.ts)).toHaveLength(2);

  await bot.ada.click(bot.card, "approve");
  await bot.sandbox.until(() => bot.sandbox.messages("#product")[0]?.subtype === "tombstone");
});

test("a modal: empty fields stay here, errors go under them, then it updates, pushes and clears", async () => {
  const submitted: string[] = [];
  const closed: boolean[] = [];
  await using bot = await withCard((app) => {
    app.action("approve", async ({ ack, body, client }) => {
      if (body.type === "block_actions")
        await client.views.open({ trigger_id: body.trigger_id, view: modal });
      await ack();
    });
    app.view("revise", async ({ ack, view }) => {
      const value = view.state.values["feedback"]?.["feedback"]?.value ?? "";
      submitted.push(value);
      if (value === "no")
        await ack({ response_action: "errors", errors: { feedback: "Say more." } });
      else if (value === "again")
        await ack({ response_action: "update", view: { ...modal, title: plain("Again") } });
      else if (value === "more")
        await ack({ response_action: "push", view: { ...modal, title: plain("More") } });
      else await ack({ response_action: "clear" });
    });
    app.view({ callback_id: "revise", type: "view_closed" }, async ({ ack, body }) => {
      if (body.type === "view_closed") closed.push(body.is_cleared);
      await ack();
    });
  });
  await bot.ada.click(bot.card, "approve");
  const [view] = bot.ada.views();
  const id = view?.id ?? "";
  expect(view).toMatchObject({
    callback_id: "revise",
    private_metadata: "task 42",
    root_view_id: id,
  });

  expect(await bot.ada.submit(id, { feedback: "" })).toMatchObject({
    errors: { feedback: "Please complete this required field." },
  });
  expect(submitted).toEqual([]);
  expect(await bot.ada.submit(id, { feedback: "no" })).toMatchObject({
    errors: { feedback: "Say more." },
  });
  await bot.ada.submit(id, { feedback: "again" });
  expect(bot.ada.views()[0]).toMatchObject({ id, title: { text: "Again" } });
  expect(bot.ada.views()[0]?.hash).not.toBe(view?.hash);
  await bot.ada.submit(id, { feedback: "more" });
  const pushed = bot.ada.views()[1];
  expect(pushed).toMatchObject({ previous_view_id: id, root_view_id: id, title: { text: "More" } });
  await bot.ada.closeView(pushed?.id ?? "");
  expect(closed).toEqual([false]);
  await bot.ada.submit(id);
  expect(submitted).toEqual(["no", "again", "more", "shorter"]);
  expect(bot.ada.views()).toEqual([]);
});

test("a view is updated against its hash, and no stack grows above three", async () => {
  const triggers: string[] = [];
  await using bot = await withCard((app) => {
    app.action(/.*/, async ({ ack, body }) => {
      if (body.type === "block_actions") triggers.push(body.trigger_id);
      await ack();
    });
  });
  const { client } = bot.app;
  const button = { type: "button" as const, action_id: "next", text: plain("Next") };
  const view: ModalView = {
    ...modal,
    notify_on_close: false,
    blocks: [{ type: "actions", elements: [button] }],
  };
  await bot.ada.click(bot.card, "approve");
  const opened = await client.views.open({ trigger_id: triggers.at(-1) ?? "", view });
  const at = { view_id: opened.view?.id ?? "", view };
  await client.views.update({ ...at, hash: opened.view?.hash ?? "" });
  await expect(client.views.update({ ...at, hash: opened.view?.hash ?? "" })).rejects.toThrow(
    "hash_conflict",
  );
  for (const count of [2, 3]) {
    await bot.ada.clickIn(bot.ada.views().at(-1)?.id ?? "", "next");
    await client.views.push({ trigger_id: triggers.at(-1) ?? "", view });
    expect(bot.ada.views()).toHaveLength(count);
  }
  await bot.ada.clickIn(bot.ada.views().at(-1)?.id ?? "", "next");
  await expect(client.views.push({ trigger_id: triggers.at(-1) ?? "", view })).rejects.toThrow(
    "push_limit_reached",
  );
  await bot.ada.closeView(bot.ada.views().at(-1)?.id ?? "", { all: true });
  expect(bot.ada.views()).toEqual([]);
});

test("a message shortcut carries the whole message, also from where the app is not", async () => {
  const heard: unknown[] = [];
  await using bot = await withCard((app) => {
    app.shortcut("research_message", async ({ ack, shortcut }) => {
      heard.push(shortcut);
      await ack();
    });
  });
  const message = await bot.ada.say("#random", "what is this?");
  expect(await bot.ada.shortcut("research_message", message)).toMatchObject({ ok: true });
  expect(heard).toMatchObject([
    {
      type: "message_action",
      message_ts: message.ts,
      message: { text: "what is this?", user: "U0ADA" },
      channel: { name: "random" },
    },
  ]);
});

test("a button of the Home tab is a click without a channel", async () => {
  const heard: unknown[] = [];
  await using bot = await withCard((app) => {
    app.action("refresh", async ({ ack, body }) => {
      heard.push(body);
      await ack();
    });
  });
  const button = { type: "button" as const, action_id: "refresh", text: plain("Refresh") };
  const view = {
    type: "home" as const,
    blocks: [{ type: "actions" as const, elements: [button] }],
  };
  await bot.app.client.views.publish({ user_id: "U0ADA", view });
  await bot.ada.clickIn(bot.ada.home()?.id ?? "", "refresh");
  expect(heard).toMatchObject([{ container: { type: "view" }, view: { type: "home" } }]);
  expect(heard[0]).not.toHaveProperty("channel");
  expect(heard[0]).not.toHaveProperty("response_url");
  await expect(
    bot.sandbox.as("U0GRACE").clickIn(bot.ada.home()?.id ?? "", "refresh"),
  ).rejects.toThrow("view_not_found");
});

test("only the one who sees an ephemeral can click in it, and its click shows no message", async () => {
  const heard: unknown[] = [];
  await using bot = await withCard((app) => {
    app.action("approve", async ({ ack, body, respond }) => {
      heard.push(body);
      await ack();
      await respond({ text: "Gone", replace_original: true });
    });
  });
  const { message_ts: ts = "" } = await bot.app.client.chat.postEphemeral({
    channel: "C0PRODUCT",
    user: "U0ADA",
    text: "x",
    blocks: card,
  });
  const ephemeral = { channel: "C0PRODUCT", ts };
  await expect(bot.sandbox.as("U0GRACE").click(ephemeral, "approve")).rejects.toThrow(
    "message_not_found",
  );
  await bot.ada.click(ephemeral, "approve");
  expect(heard).toMatchObject([{ container: { is_ephemeral: true } }]);
  expect(heard[0]).not.toHaveProperty("message");
  await bot.sandbox.until(() => bot.sandbox.ephemerals("U0ADA", "#product")[0]?.text === "Gone");
});
