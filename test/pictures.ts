import type { Browser, Page } from "playwright-core";
import { launch, type, visit } from "./sandbox/page/browser.ts";

/**
 * Takes the pictures in the README from a freshly started `npm start`:
 * `node test/pictures.ts [address of the local page]`. Needs Chromium.
 */
const [address = "http://127.0.0.1:3001/"] = process.argv.slice(2);
const folder = new URL("../docs/", import.meta.url);
const browser = await launch();
try {
  await takeDraft(browser);
  await takeRevision(browser);
} finally {
  await browser.close();
}

/** A question about the library, its card, and the cited draft in its thread. */
async function takeDraft(on: Browser): Promise<void> {
  const page = await openProduct(on, 1_060);
  await type(page, "/research how many orders were oversold in August, and why?");
  const card = page.getByTestId("message").filter({ hasText: "oversold in August" }).last();
  await card.getByText("Draft ready for review").waitFor();
  await card.getByTestId("replies").click();
  await page.locator("button[data-action-id=approve]").waitFor();
  await page.mouse.move(0, 0);
  await shoot(page, "draft.png");
}

/** The seeded thread, summarized where it stands, and the form that asks what should change. */
async function takeRevision(on: Browser): Promise<void> {
  const page = await openProduct(on, 900);
  const talk = page.getByTestId("message").filter({ hasText: "Thread for one decision" });
  await talk.getByTestId("replies").click();
  await type(page, "@legwork summarize this thread", "thread-composer");
  await page.getByTestId("thread-panel").locator("button[data-action-id=revise]").click();
  const wish = "Shorter, and focus on the retention question";
  await page.getByTestId("modal").locator("textarea").fill(wish);
  await shoot(page, "revise.png");
}

async function openProduct(on: Browser, height: number): Promise<Page> {
  const page = await on.newPage({ viewport: { width: 1_400, height } });
  await visit(page, address);
  await page.getByTestId("channel-product").click();
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate("document.fonts.ready");
  await page.screenshot({ path: new URL(name, folder).pathname, animations: "disabled" });
  process.stdout.write(`docs/${name}\n`);
}
