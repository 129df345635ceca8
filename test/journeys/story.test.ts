import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { libraryFolder } from "../../src/sandbox/seed/library.ts";
import { chromiumPath, launch, type, visit } from "../sandbox/page/browser.ts";
import { startLegwork } from "../support/legwork.ts";
import { makePdf } from "../support/pdf.ts";

const why = chromiumPath ? "" : " (skipped: no Chromium here; set CHROMIUM_PATH)";

/** The whole story as a newcomer lives it: a real browser, the real app, engine and Postgres behind it. */
describe.skipIf(!chromiumPath)(`the story in a browser${why}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  async function openStory() {
    const legwork = await startLegwork({
      real: true,
      seed: true,
      page: true,
      means: { library: [libraryFolder] },
    });
    await legwork.logged("library indexed");
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await visit(page, legwork.slack.url);
    return {
      legwork,
      page,
      async [Symbol.asyncDispose]() {
        await context.close();
        await legwork[Symbol.asyncDispose]();
      },
    };
  }

  test("ask, watch, read, send back, and have somebody else approve", async () => {
    await using story = await openStory();
    const { page } = story;
    await page.getByTestId("channel-product").click();

    await type(page, "/research how many orders were oversold in August, and why?");
    await page.getByTestId("ephemeral").getByText("On it: L-1").waitFor();
    const card = page.getByTestId("message").filter({ hasText: "L-1 · Research for" });
    await card.getByText("Draft ready for review").waitFor();

    await openThread(card);
    const draft = () => page.getByTestId("thread-panel").getByTestId("message");
    await draft().getByText("61").first().waitFor();
    expect(await draft().last().textContent()).toMatch(/Sources.*post-?mortem/is);

    await draft().last().locator("button[data-action-id=revise]").click();
    await page.getByTestId("modal").locator("textarea").fill("shorter please");
    await page.getByTestId("modal-submit").click();
    await draft().getByText("asked for a revision: “shorter please”").waitFor();
    await draft().filter({ hasText: "revision 2" }).getByText("Your feedback").waitFor();

    await page.getByTestId("user-switcher").click();
    await page.getByTestId("user-option-U0GRACE").click();
    await page.getByTestId("channel-product").click();
    await openThread(card);
    await draft().last().locator("button[data-action-id=approve]").click();
    await draft().last().getByText("Approved by").waitFor();
    expect(await page.locator("button[data-action-id=approve]").count()).toBe(0);
    await card.first().getByText("Approved by").waitFor();
  });

  test("a PDF is uploaded and asked about", async () => {
    await using story = await openStory();
    const { page } = story;
    await page.getByTestId("channel-product").click();
    const bytes = await makePdf([
      "Warranty terms of the Alder lamp.",
      "The warranty of the Alder lamp lasts 30 months from delivery.",
      "Broken glass is not covered.",
    ]);
    const buffer = Buffer.from(bytes);
    await page
      .getByTestId("upload")
      .setInputFiles({ name: "warranty.pdf", mimeType: "application/pdf", buffer });
    await type(page, "@legwork how long is the warranty of the lamp?");

    const asked = page.getByTestId("message").filter({ hasText: "warranty.pdf" });
    await openThread(asked);
    const thread = page.getByTestId("thread-panel");
    await thread.getByText("30 months from delivery").first().waitFor();
    await thread.locator("button[data-action-id=approve]").waitFor();
    expect(await thread.textContent()).toContain("warranty.pdf");
  });

  test("the seeded thread of forty messages is summarized where it stands", async () => {
    await using story = await openStory();
    const { page } = story;
    await page.getByTestId("channel-product").click();
    await openThread(page.getByTestId("message").filter({ hasText: "Thread for one decision" }));
    await type(page, "@legwork summarize this thread", "thread-composer");

    const thread = page.getByTestId("thread-panel");
    await thread.locator("button[data-action-id=approve]").waitFor();
    expect(await thread.textContent()).toMatch(/Interim decision|shadow run/);
  });
});

async function openThread(message: ReturnType<Page["getByTestId"]>): Promise<void> {
  await message.getByTestId("replies").click();
}
