/** What surrounds the messages, in a real Chromium: people, log, faults, files, the connection. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mountPage } from "../../../src/sandbox/page/mount.ts";
import { startSandbox } from "../../../src/sandbox/sandbox.ts";
import { chooseIn, chromiumPath, launch, openPage, type, visit } from "./browser.ts";

const why = chromiumPath ? "" : " (skipped: no Chromium here; set CHROMIUM_PATH)";

describe.skipIf(!chromiumPath)(`the panes in a browser${why}`, { timeout: 90_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test("another person sees their own workspace, and nobody else's ephemerals", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await type(page, "/legwork help");
    await page.getByTestId("ephemeral").waitFor();
    await page.getByTestId("user-switcher").click();
    await page.getByTestId("user-option-U0MAYA").click();
    await page.getByTestId("user-switcher").getByText("Maya Solen").waitFor();
    expect(await page.getByTestId("ephemeral").count()).toBe(0);
    expect(await page.getByTestId("channel-support").count()).toBe(0);
    await type(page, "hello from Maya");
    await page.getByTestId("message").getByText("hello from Maya").waitFor();
    expect(await page.getByTestId("message").last().getAttribute("data-author")).toBe("U0MAYA");
  });

  test("a mention is completed, heard by the app, and counted as unread elsewhere", async () => {
    await using opened = await openPage(browser);
    const { page, sandbox } = opened;
    await page.getByTestId("composer").pressSequentially("hi @leg");
    await page.getByTestId("command-completion").waitFor();
    await page.getByTestId("composer").press("Enter");
    await page.getByTestId("composer").press("Enter");
    await page.getByText("1 reply").waitFor();
    await sandbox.as("U0GRACE").say("#product", "@ada look");
    await page.getByTestId("channel-product").getByLabel("1 unread").waitFor();
    await page.getByTestId("channel-product").click();
    await page.locator(".divider.is-new").waitFor();
    expect(await page.getByTestId("channel-product").getByLabel("1 unread").count()).toBe(0);
    expect(sandbox.log.some((line) => line.name === "app_mention")).toBe(true);
  });

  test("a file goes along with the words written beside it", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") };
    await page.getByTestId("upload").setInputFiles(file);
    await page.getByText("notes.txt").waitFor();
    await type(page, "please read this");
    const sent = page.getByTestId("message").last();
    await sent.getByText("please read this").waitFor();
    expect(await sent.locator(".file").textContent()).toContain("5 bytes");
  });

  test("a file dropped on the thread waits in the thread's composer, and can be taken away", async () => {
    await using opened = await openPage(browser, {}, "archives/C0SUPPORT");
    const { page } = opened;
    await page.getByTestId("replies").first().click();
    const dataTransfer = await page.evaluateHandle(
      "(() => { const all = new DataTransfer(); all.items.add(new File(['x'], 'dropped.csv')); return all; })()",
    );
    await page.getByTestId("thread-panel").dispatchEvent("drop", { dataTransfer });
    await page.locator("#thread-composer").getByText("dropped.csv").waitFor();
    expect(await page.locator("#composer").getByText("dropped.csv").count()).toBe(0);
    await page.getByRole("button", { name: "Remove dropped.csv" }).click();
    expect(await page.getByText("dropped.csv").count()).toBe(0);
  });

  test("what arrives moves neither the reader nor what is half written", async () => {
    await using opened = await openPage(browser, {}, "archives/C0PRODUCT");
    const { page, sandbox } = opened;
    await page.getByTestId("replies").first().click();
    await type(page, "first words", "thread-composer");
    const panel = page.getByTestId("thread-panel");
    await panel.getByText("first words").waitFor();
    await chooseIn(page, panel.getByTestId("message-menu").last(), "menu-edit");
    const editor = page.getByTestId("edit-text");
    await editor.fill("half a sen");
    const list = page.locator("#thread-messages");
    await list.evaluate((element) => (element.scrollTop = 100));
    const root = sandbox.messages("#product").find((one) => (one.reply_count ?? 0) > 1);
    await sandbox.as("U0GRACE").say("#product", "one more thing", { threadTs: root?.ts ?? "" });
    await list.getByText("one more thing").waitFor({ state: "attached" });
    expect(await list.evaluate((element) => element.scrollTop)).toBe(100);
    expect(await editor.inputValue()).toBe("half a sen");
    expect(await editor.evaluate((element) => element.matches(":focus"))).toBe(true);
  });

  test("the Home tab is published when it is opened, and its buttons work", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.getByTestId("dm-legwork").click();
    await page.getByTestId("home-tab").click();
    await page.getByTestId("home").getByText("Nothing is running.").waitFor();
    await page.getByTestId("home").locator("button[data-action-id=revise]").click();
    await page.getByTestId("modal").waitFor();
    expect(await page.getByRole("dialog").getByText("Revise the draft").count()).toBe(1);
  });

  test("the live log shows what passes, can be narrowed, and stays open after a reload", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.getByTestId("log-tab").click();
    await type(page, "/research x");
    const log = page.getByTestId("log");
    await log.getByText("chat.postMessage").waitFor();
    await page.getByTestId("log-filter").fill("/research");
    await log.getByText("chat.postMessage").waitFor({ state: "detached" });
    await log.getByText("/research").waitFor();
    await page.reload();
    await page.getByTestId("log").getByText("chat.postMessage").waitFor();
    expect(await page.getByTestId("log-filter").inputValue()).toBe("");
  });

  test("a fault ordered here hits the app's next call, and can be taken back", async () => {
    await using opened = await openPage(browser);
    const { page, app } = opened;
    await page.getByTestId("faults-tab").click();
    await page.getByTestId("fault-down").click();
    await page.getByTestId("active-faults").getByText("status").waitFor();
    await expect(app.client.auth.test()).rejects.toThrow(/503/u);
    await page.getByTestId("clear-faults").click();
    await page.getByText("No fault has been ordered.").waitFor();
    expect((await app.client.auth.test()).ok).toBe(true);
  });

  test("after a break the page catches up, even with another stand-in at the same address", async () => {
    await using context = await browser.newContext();
    const page = await context.newPage();
    const first = await startSandbox({ ...alone, page: mountPage });
    await visit(page, first.url);
    const port = Number(new URL(first.url).port);
    await first[Symbol.asyncDispose]();
    await page.getByText("Reconnecting…").waitFor();
    await using second = await startSandbox({ ...alone, page: mountPage, port });
    void second.as("U0GRACE").say("#general", "while you were away");
    await page.getByText("while you were away").waitFor();
    expect(await page.getByText("Reconnecting…").count()).toBe(0);
  });

  test("a try fills the composer it belongs to, and the strip can be put away", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.getByTestId("try-1").click();
    expect(await page.getByTestId("composer").inputValue()).toMatch(/^\/research /u);
    await page.getByTestId("try-2").click();
    expect(await page.getByTestId("thread-composer").inputValue()).toMatch(/^@legwork /u);
    await page.getByTestId("tries").getByRole("button", { name: "Hide" }).click();
    await page.reload();
    await page.locator("body[data-ready]").waitFor();
    expect(await page.getByTestId("tries").count()).toBe(0);
  });

  test("nothing needs more than 900 pixels, and no script may stand in the markup", async () => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    await page.setViewportSize({ width: 900, height: 700 });
    await page.getByTestId("channel-product").click();
    await page.getByTestId("replies").first().click();
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(900);
    const answer = await page.request.get(page.url());
    expect(answer.headers()["content-security-policy"]).toContain("default-src 'self'");
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit = 1\">')",
    );
    await expect.poll(() => problems.join(" ")).toContain("Content Security Policy");
    expect(await page.evaluate("window.hit")).toBeUndefined();
  });
});

/** A stand-in whose app is never there. */
const alone = {
  delivery: { mode: "http", url: "http://127.0.0.1:9/", signingSecret: "s" },
  botToken: "xoxb-test",
} as const;
