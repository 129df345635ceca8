import { WebClient } from "@slack/web-api";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { libraryFolder } from "../../src/sandbox/seed/library.ts";
import { openSandbox, tokens } from "./open.ts";

test("the seeded thread is long, has four voices, lies within two days and is in order", async () => {
  const now = new Date("2026-11-23T02:00:00Z");
  await using sandbox = await openSandbox({ seed: true, now: () => now });
  const client = new WebClient(tokens.bot, { slackApiUrl: sandbox.apiUrl });
  const root = sandbox
    .messages("#product")
    .find(({ text }) => text.startsWith("Thread for one decision"));
  const { messages = [] } = await client.conversations.replies({
    channel: "C0PRODUCT",
    ts: root?.ts ?? "",
    limit: 200,
  });
  expect(messages.length).toBeGreaterThanOrEqual(40);
  expect(new Set(messages.map(({ user }) => user)).size).toBe(4);
  const times = messages.map(({ ts }) => Number(ts));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(new Set(times).size).toBe(times.length);
  expect(Math.max(...times) * 1_000).toBeLessThan(now.getTime());
  expect(Math.min(...times) * 1_000).toBeGreaterThan(now.getTime() - 3 * 86_400_000);
});

test("shared documents can be downloaded by the app, and new posts come after the old ones", async () => {
  await using sandbox = await openSandbox({ seed: true });
  const shared = sandbox.messages("#product").flatMap(({ files = [] }) => files);
  expect(shared.map(({ name }) => name)).toEqual([
    "minutes-platform-sync.txt",
    "vendor-comparison.csv",
    "postmortem-stuck-export.md",
  ]);
  const client = new WebClient(tokens.bot, { slackApiUrl: sandbox.apiUrl });
  const { file } = await client.files.info({ file: shared[1]?.id ?? "" });
  const headers = { authorization: `Bearer ${tokens.bot}` };
  const text = await (await fetch(file?.url_private ?? "", { headers })).text();
  expect(text).toContain("Brindle Streams,managed");
  await client.chat.postMessage({ channel: "C0PRODUCT", text: "newest" });
  expect(sandbox.messages("#product").at(-1)?.text).toBe("newest");
});

test("the library is a folder of documents that do not all agree", async () => {
  const names = await readdir(libraryFolder);
  expect(names).toHaveLength(8);
  const texts = new Map<string, string>();
  for (const name of names) texts.set(name, await readFile(join(libraryFolder, name), "utf8"));
  expect(texts.get("vendor-comparison.csv")).toContain("Late on 9 of 92 nights");
  expect(texts.get("q3-report.md")).toContain("7 of 92 nights");
  expect(texts.get("brindle-pricing.html")).toContain("€1,150");
});
