/** The page as a person uses it, in a real Chromium, with a real Bolt app behind the stand-in. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseIn, chromiumPath, launch, openModal, openPage, type, visit } from "./browser.ts";

const why = chromiumPath ? "" : " (skipped: no Chromium here; set CHROMIUM_PATH)";

describe.skipIf(!chromiumPath)(`the page in a browser${why}`, { timeout: 90_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test("a command typed with its completion brings a card, and its button changes it", async () => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    await page.getByTestId("composer").pressSequentially("/res");
    await page.getByTestId("command-completion").getByText("/research").waitFor();
    await page.getByTestId("composer").press("Tab");
    await page.getByTestId("composer").pressSequentially("why was it <late> & slow?");
    await page.getByTestId("send").click();
    await page.getByTestId("ephemeral").getByText("On it.").waitFor();
    await page.getByText("Question: why was it <late> & slow?").waitFor();
    await page.locator("button[data-action-id=approve]").click();
    await page.getByText("Approved by").waitFor();
    expect(await page.locator("button[data-action-id=approve]").count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test("a button asks first, waits visibly, and says when the app did not answer", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await type(page, "/research x");
    const button = page.locator("button[data-action-id=ignore]");
    await button.click();
    await page.getByTestId("confirm-no").click();
    expect(await button.getAttribute("data-pending")).toBeNull();
    await button.click();
    await page.getByTestId("confirm-yes").click();
    await page.locator("button[data-action-id=ignore][data-pending]").waitFor();
    await page.locator(".with-trouble .trouble").waitFor();
    expect(await button.getAttribute("data-pending")).toBeNull();
  });

  test("menus in a message tell the app what was chosen", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await type(page, "/research x");
    await page.locator("select[data-action-id=tone]").selectOption("long");
    await page.getByText("Tone: long").waitFor();
    await page.locator("button[data-action-id=more]").click();
    await page.getByTestId("menu").getByText("Mute").click();
    await page.getByText("More: mute").waitFor();
    expect(await page.getByTestId("menu").isVisible()).toBe(false);
  });

  test("a modal holds the focus, shows what is wrong with a field, changes and closes", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await openModal(page);
    const input = page.locator("input[data-action-id=feedback]");
    expect(await input.evaluate((element) => element.matches(":focus"))).toBe(true);
    await page.getByTestId("modal-submit").click();
    await page.getByText("Please complete this required field.").waitFor();
    await input.fill("no");
    await input.press("Enter");
    await page.getByText("Say a little more.").waitFor();
    await input.fill("again please");
    await page.getByTestId("modal-submit").click();
    await page.getByRole("heading", { name: "Once more" }).waitFor();
    await input.fill("shorter, and with dates");
    await page.getByTestId("modal-submit").click();
    await page.getByTestId("modal").waitFor({ state: "detached" });
    expect(await page.locator("#modal").evaluate((element) => element.matches(":modal"))).toBe(
      false,
    );
  });

  test("a modal the app does not answer says so and stays; Escape closes it", async () => {
    await using opened = await openPage(browser);
    const { page, sandbox } = opened;
    await openModal(page);
    await page.locator("input[data-action-id=feedback]").fill("silence");
    await page.getByTestId("modal-submit").click();
    await page.locator(".modal footer .trouble").waitFor();
    expect(await page.locator("input[data-action-id=feedback]").inputValue()).toBe("silence");
    await page.keyboard.press("Escape");
    await page.getByTestId("modal").waitFor({ state: "detached" });
    expect(await page.locator("#modal").evaluate((element) => element.matches(":modal"))).toBe(
      false,
    );
    await sandbox.until(({ log }) => log.some((line) => line.name === "view_closed"));
  });

  test("a thread opens beside the channel and takes replies, but no commands", async () => {
    await using opened = await openPage(browser, {}, "archives/C0SUPPORT");
    const { page } = opened;
    await page.getByTestId("replies").first().click();
    const panel = page.getByTestId("thread-panel");
    await type(page, "Two lines,\none answer.", "thread-composer");
    await panel.getByText("one answer.").waitFor();
    expect(await page.locator("#messages").getByText("one answer.").count()).toBe(0);
    await page.getByTestId("thread-composer").pressSequentially("/");
    expect(await page.getByTestId("command-completion").count()).toBe(0);
    await type(page, "/research x", "thread-composer");
    await panel.getByTestId("ephemeral").waitFor();
    await page.getByTestId("close-thread").click();
    expect(await panel.isVisible()).toBe(false);
  });

  test("a draft stays where it was written", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.getByTestId("composer").fill("half a thou");
    await page.getByTestId("channel-product").click();
    expect(await page.getByTestId("composer").inputValue()).toBe("");
    await page.getByTestId("channel-general").click();
    expect(await page.getByTestId("composer").inputValue()).toBe("half a thou");
    await page.reload();
    await page.locator("body[data-ready]").waitFor();
    expect(await page.getByTestId("composer").inputValue()).toBe("half a thou");
  });

  test("one's own message is edited and deleted from its menu; others' are not", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await type(page, "first & last");
    const mine = page.getByTestId("message").last();
    await mine.getByText("first & last").waitFor();
    await chooseIn(page, mine.getByTestId("message-menu"), "menu-edit");
    expect(await page.getByTestId("edit-text").inputValue()).toBe("first & last");
    await page.getByTestId("edit-text").fill("second");
    await page.getByTestId("edit-text").press("Enter");
    await mine.getByText("(edited)").waitFor();
    await chooseIn(page, mine.getByTestId("message-menu"), "menu-delete");
    await page.getByTestId("confirm-yes").click();
    await page.getByText("second").waitFor({ state: "detached" });
    await page.getByTestId("message-menu").first().click();
    expect(await page.getByTestId("menu-edit").count()).toBe(0);
  });

  test("a shortcut from the message menu reaches the app, which answers in the thread", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await chooseIn(page, page.getByTestId("message-menu").first(), "shortcut-research_message");
    await page.getByTestId("replies").first().click();
    const answer = page.getByTestId("thread-panel").getByText("Looking into this message.");
    await answer.waitFor();
    expect(await answer.count()).toBe(1);
  });

  test("a link to a reply opens its thread and marks it", async () => {
    await using opened = await openPage(browser);
    const { page, sandbox } = opened;
    const reply = sandbox
      .messages("#support")
      .find((one) => one.thread_ts !== undefined && one.thread_ts !== one.ts);
    const path = `archives/C0SUPPORT/p${reply?.ts.replace(".", "")}?thread_ts=${reply?.thread_ts}`;
    await visit(page, sandbox.url + path);
    const marked = page.getByTestId("thread-panel").locator(".message.focused");
    expect(await marked.getAttribute("data-ts")).toBe(reply?.ts);
  });

  test("a link to a canvas or a message of this workspace opens in place", async () => {
    await using opened = await openPage(browser);
    const { page, app, sandbox } = opened;
    const document_content = { type: "markdown", markdown: "## Decision\n\n- **yes**" } as const;
    const made = await app.client.canvases.create({ channel_id: "C0GENERAL", document_content });
    const there = sandbox.messages("#support")[0];
    const link = `${sandbox.url}archives/C0SUPPORT/p${there?.ts.replace(".", "")}`;
    const canvas = `${sandbox.url}docs/T0AMBLEFORD/${made.canvas_id}`;
    await type(page, `${canvas} and ${link}`);
    await page.locator(`a[href="${canvas}"]`).click();
    await page.getByTestId("reader").getByText("Decision").waitFor();
    await page.getByTestId("reader").getByRole("button", { name: "Close" }).click();
    await page.locator(`a[href="${link}"]`).click();
    await page.locator(".message.focused").waitFor();
    expect(await page.getByTestId("channel-support").getAttribute("aria-current")).toBe("page");
    await visit(page, canvas);
    expect(await page.getByTestId("reader").getByText("yes").count()).toBe(1);
  });
});
