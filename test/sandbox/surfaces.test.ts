import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { openSandbox, tokens } from "./open.ts";

async function open(seed = false) {
  const sandbox = await openSandbox({ seed });
  const client = connect(sandbox.apiUrl);
  return { sandbox, client, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

function connect(slackApiUrl: string, token: string | undefined = tokens.bot) {
  return new WebClient(token, { slackApiUrl, retryConfig: { retries: 0 } });
}

test("a file goes up the way the client uploads it, and comes down for the token alone", async () => {
  await using world = await open();
  const { client, sandbox } = world;
  const file = Buffer.from("# Draft\n\nähem");
  await client.filesUploadV2({
    channel_id: "C0PRODUCT",
    initial_comment: "here",
    file,
    filename: "draft.md",
  });
  const shared = sandbox.messages("#product")[0];
  expect(shared).toMatchObject({
    text: "here",
    files: [{ name: "draft.md", size: file.byteLength }],
  });
  const info = await client.files.info({ file: shared?.files?.[0]?.id ?? "" });
  const url = info.file?.url_private_download ?? "";
  const authorization = `Bearer ${tokens.bot}`;
  expect(await (await fetch(url, { headers: { authorization } })).text()).toBe(file.toString());
  const stranger = await fetch(url);
  expect(stranger.status).toBe(200);
  expect(stranger.headers.get("content-type")).toContain("text/html");
});

test("a file of a channel that the app is not in does not exist for it", async () => {
  await using world = await open();
  const bytes = new TextEncoder().encode("secret");
  const { file } = await world.sandbox
    .as("U0GRACE")
    .upload("#leadership", { name: "a.txt", bytes });
  await expect(world.client.files.info({ file: file.id })).rejects.toThrow("file_not_found");
  const url = `${world.sandbox.url}files-pri/T0AMBLEFORD-${file.id}/a.txt`;
  const stolen = await fetch(url, { headers: { authorization: `Bearer ${tokens.bot}` } });
  expect(stolen.status).toBe(404);
});

test("a raw upload works too, and one that never arrived cannot be completed", async () => {
  await using world = await open();
  const { client } = world;
  const first = await client.files.getUploadURLExternal({ filename: "a.txt", length: 3 });
  const files: [{ id: string }] = [{ id: first.file_id ?? "" }];
  await expect(client.files.completeUploadExternal({ files })).rejects.toThrow("file_not_found");
  await fetch(first.upload_url ?? "", { method: "POST", body: "abc" });
  expect((await client.files.completeUploadExternal({ files })).files?.[0]?.id).toBe(first.file_id);
});

test("a canvas keeps its markdown", async () => {
  await using world = await open();
  const document_content = { type: "markdown" as const, markdown: "# Findings" };
  const made = await world.client.canvases.create({ title: "Findings", document_content });
  expect(world.sandbox.world.files.get(made.canvas_id ?? "")).toMatchObject({
    markdown: "# Findings",
  });
  const channel = { channel_id: "C0PRODUCT", document_content };
  await world.client.conversations.canvases.create(channel);
  await expect(world.client.conversations.canvases.create(channel)).rejects.toThrow(
    "channel_canvas_already_exists",
  );
});

test("a stream grows by chunks, cannot be edited meanwhile, and is closed once", async () => {
  await using world = await open();
  const { client, sandbox } = world;
  const { channel, ts: thread_ts } = await sandbox.as("U0ADA").dm("go");
  const started = await client.chat.startStream({ channel, thread_ts, markdown_text: "Looking" });
  const at = { channel, ts: started.ts ?? "" };
  const task = {
    type: "task_update" as const,
    id: "t",
    title: "Read",
    status: "in_progress" as const,
  };
  await client.chat.appendStream({
    ...at,
    chunks: [task, { type: "markdown_text", text: " further" }],
  });
  await expect(client.chat.update({ ...at, text: "x" })).rejects.toThrow(
    "streaming_state_conflict",
  );
  const stopped = await client.chat.stopStream({
    ...at,
    chunks: [{ ...task, status: "complete" }],
  });
  expect(stopped.message?.text).toBe("Looking further");
  expect(sandbox.thread(channel, thread_ts)[1]?.blocks).toMatchObject([
    { type: "plan", tasks: [{ task_id: "t", status: "complete" }] },
    { type: "markdown", text: "Looking further" },
  ]);
  const again = client.chat.appendStream({ ...at, markdown_text: "x" });
  await expect(again).rejects.toThrow("message_not_in_streaming_state");
});

test("the status line goes away with the app's next post in the thread", async () => {
  await using world = await open();
  const { client, sandbox } = world;
  const { channel, ts } = await sandbox.as("U0ADA").say("#product", "hello");
  const status = () => sandbox.world.threads.get(`${channel}/${ts}`)?.status;
  await client.assistant.threads.setStatus({
    channel_id: channel,
    thread_ts: ts,
    status: "is reading",
  });
  expect(status()).toBe("is reading");
  await client.chat.postMessage({ channel, thread_ts: ts, text: "done" });
  expect(status()).toBe("");
});

test("a Home tab is published over what it was, unless it changed meanwhile", async () => {
  await using world = await open();
  const { client, sandbox } = world;
  const view = { type: "home" as const, blocks: [{ type: "divider" as const }] };
  const first = await client.views.publish({ user_id: "U0ADA", view });
  const hash = first.view?.hash ?? "";
  await client.views.publish({ user_id: "U0ADA", view, hash });
  await expect(client.views.publish({ user_id: "U0ADA", view, hash })).rejects.toThrow(
    "hash_conflict",
  );
  expect(sandbox.as("U0ADA").home()).toMatchObject({ type: "home", blocks: [{ type: "divider" }] });
});

test("a link to a message reads like Slack's own", async () => {
  await using world = await open();
  const { channel, ts } = await world.sandbox.as("U0ADA").say("#product", "hello");
  const link = await world.client.chat.getPermalink({ channel, message_ts: ts });
  expect(link.permalink).toBe(`${world.sandbox.url}archives/C0PRODUCT/p${ts.replace(".", "")}`);
});
