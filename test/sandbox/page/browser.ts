import { existsSync } from "node:fs";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import type { SandboxOptions } from "../../../src/sandbox/sandbox.ts";
import { mountPage } from "../../../src/sandbox/page/mount.ts";
import { startHttpBot } from "../bolt.ts";
import { listen } from "./app.ts";

const wanted = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Where Chromium is, or undefined when this machine has none. */
export const chromiumPath = existsSync(wanted) ? wanted : undefined;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: wanted,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The page in a window of its own, over a stand-in with the small app behind it. */
export async function openPage(browser: Browser, options: Partial<SandboxOptions> = {}, path = "") {
  const bot = await startHttpBot(listen, {
    seed: true,
    page: mountPage,
    ackTimeoutMs: 700,
    ...options,
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  // Among them what the content security policy refused.
  page.on("console", (line) => {
    if (line.type() === "error") problems.push(line.text());
  });
  await visit(page, bot.sandbox.url + path);
  return {
    ...bot,
    page,
    /** What the browser complained about: script errors, refused styles, failed loads. */
    problems,
    async [Symbol.asyncDispose]() {
      await context.close();
      await bot[Symbol.asyncDispose]();
    },
  };
}

/** Opens an address and waits until the page listens. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("body[data-ready]").waitFor();
}

/** Types into a composer and sends it with Enter. */
export async function type(page: Page, text: string, composer = "composer"): Promise<void> {
  await page.getByTestId(composer).fill(text);
  await page.getByTestId(composer).press("Enter");
}

/** Opens the revise modal of a fresh card. */
export async function openModal(page: Page): Promise<void> {
  await type(page, "/research x");
  await page.locator("button[data-action-id=revise]").click();
  await page.getByTestId("modal").waitFor();
}

/** Opens the menu of a message and takes one of its items. */
export async function chooseIn(page: Page, menu: Locator, item: string): Promise<void> {
  await menu.click();
  await page.getByTestId(item).click();
}
