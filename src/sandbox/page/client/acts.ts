/// <reference lib="dom" />
import type { Composer } from "./composer.ts";
import { useControl } from "./controls.ts";
import type { Menu } from "./menu.ts";
import { messageActs } from "./messageActs.ts";
import type { Page } from "./page.ts";
import { fileIn, openReader } from "./reader.ts";
import { readRoute } from "./route.ts";
import { placeActs } from "./placeActs.ts";
import { overflowMenu } from "./view/menus.ts";

/** What an act may need: the page, its menu and both composers. */
export type Hands = { page: Page; menu: Menu; channel: Composer; thread: Composer };

/** What clicking an element with `data-do` does, by that word. */
export type Acts = Readonly<
  Record<string, (hands: Hands, target: HTMLElement) => void | Promise<void>>
>;

const acts: Acts = {
  ...messageActs,
  ...placeActs,
  action: ({ page }, target) => useControl(page, target, { value: target.dataset["value"] ?? "" }),
  overflow: ({ menu }, target) => {
    const options: unknown = JSON.parse(target.dataset["options"] ?? "[]");
    menu.open(target, overflowMenu(Array.isArray(options) ? options : []));
  },
  "overflow-choice": async ({ page, menu }, target) => {
    const control = menu.anchor();
    menu.close();
    if (!(control instanceof HTMLElement)) return;
    const option = JSON.parse(target.dataset["option"] ?? "{}");
    await useControl(page, control, { selected_option: option });
  },
};

/** One listener for the whole page. Links keep working with a modifier key or the middle button. */
export function listenToClicks(hands: Hands): void {
  document.addEventListener("click", (event) => {
    const target =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    const act = acts[target?.dataset["do"] ?? ""];
    if (target === null || act === undefined) return followLink(hands.page, event);
    if (target instanceof HTMLAnchorElement) {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
    }
    void act(hands, target);
  });
}

/** A link to a message or file of this very workspace opens in place. */
function followLink(page: Page, event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.origin !== location.origin || link.hasAttribute("download")) return;
  const file = fileIn(link.pathname);
  const place = readRoute(link.pathname, link.search);
  if (file === undefined && place.channel === undefined) return;
  event.preventDefault();
  if (file !== undefined) void openReader(page, file);
  else page.go(place);
}
