/// <reference lib="dom" />
import type { Message } from "../../shapes.ts";
import type { Acts, Hands } from "./acts.ts";
import { askDelete } from "./confirm.ts";
import { permalink } from "./route.ts";
import { failureText } from "./send.ts";
import { messageMenu } from "./view/menus.ts";

/** What can be done with a message, from its toolbar or its menu. */
export const messageActs: Acts = {
  "message-menu": (hands, target) => {
    const one = messageAt(hands, target);
    if (one === undefined) return;
    const inThread = target.closest("#thread") !== null;
    hands.menu.open(target, messageMenu(one, hands.page.state().snapshot, inThread));
  },
  thread: (hands, target) => {
    const one = messageAt(hands, target);
    hands.menu.close();
    if (one === undefined) return;
    hands.page.go({ thread: one.thread_ts ?? one.ts });
    hands.thread.focus();
  },
  react: async (hands, target) => {
    const one = messageAt(hands, target);
    const name = target.dataset["name"] ?? "";
    if (one === undefined) return;
    const { page } = hands;
    const mine = one.reactions?.some(
      (each) => each.name === name && each.users.includes(page.state().snapshot.me),
    );
    const reply = await page.send(mine === true ? "unreact" : "react", { ...at(one), name });
    if (!reply.ok) page.toast(failureText(reply));
  },
  "copy-link": async (hands, target) => {
    const one = messageAt(hands, target);
    hands.menu.close();
    if (one === undefined) return;
    const url = new URL(permalink(one.channel, one.ts, one.thread_ts), location.href).href;
    try {
      await navigator.clipboard.writeText(url);
      hands.page.toast("Link copied.");
    } catch {
      hands.page.toast(url); // Without leave to the clipboard, the link itself can be copied by hand.
    }
  },
  shortcut: async (hands, target) => {
    const one = messageAt(hands, target);
    hands.menu.close();
    if (one === undefined) return;
    const callback_id = target.dataset["callback"] ?? "";
    const reply = await hands.page.send("shortcut", { ...at(one), callback_id });
    if (!reply.ok)
      hands.page.toast(reply.ack ? "The app did not answer in time." : failureText(reply));
  },
  edit: (hands, target) => {
    const one = messageAt(hands, target);
    const inThread = hands.menu.anchor()?.closest("#thread") !== null;
    hands.menu.close();
    if (one === undefined) return;
    hands.page.change({ editing: `${inThread ? "thread" : "channel"}:${one.channel}/${one.ts}` });
    document.querySelector<HTMLTextAreaElement>(".editor textarea")?.focus();
  },
  "cancel-edit": ({ page }) => page.change({ editing: undefined }),
  remove: async (hands, target) => {
    const one = messageAt(hands, target);
    hands.menu.close();
    if (one === undefined || !(await askDelete())) return;
    const reply = await hands.page.send("remove", at(one));
    if (!reply.ok) hands.page.toast(failureText(reply));
  },
  "stop-session": async ({ page }, target) => {
    const { channel } = page.state().place;
    const reply = await page.send("stop_session", {
      channel,
      thread_ts: target.dataset["ts"] ?? "",
    });
    if (!reply.ok) page.toast(failureText(reply));
  },
};

/** Saves the message being edited. */
export async function saveEdit(hands: Hands, form: HTMLFormElement): Promise<void> {
  const one = messageAt(hands, form);
  const text = form.querySelector("textarea")?.value.trim() ?? "";
  hands.page.change({ editing: undefined });
  if (one === undefined || text === "") return;
  const reply = await hands.page.send("edit", { ...at(one), text });
  if (!reply.ok) hands.page.toast(failureText(reply));
}

/** The message an element belongs to; for an item of the menu, the one the menu was opened for. */
function messageAt(hands: Hands, target: Element): Message | undefined {
  const origin = target.closest("#menu") === null ? target : hands.menu.anchor();
  const article = origin?.closest<HTMLElement>(".message");
  const { channel, ts } = article?.dataset ?? {};
  return hands.page
    .state()
    .snapshot.messages.find((one) => one.channel === channel && one.ts === ts);
}

function at(one: Message) {
  return { channel: one.channel, ts: one.ts };
}
