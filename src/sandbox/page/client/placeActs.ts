/// <reference lib="dom" />
import type { Acts, Hands } from "./acts.ts";
import { openReader } from "./reader.ts";
import { failureText } from "./send.ts";
import { worldOf } from "./state.ts";
import { presets } from "./view/faults.ts";
import { userMenu } from "./view/menus.ts";
import { tries } from "./view/tries.ts";

/** What moves the reader about, and what works the panels around the messages. */
export const placeActs: Acts = {
  channel: ({ page, channel }, target) => {
    page.go({ channel: target.dataset["channel"] ?? "", tab: "messages", thread: undefined });
    channel.focus();
  },
  "open-app": async ({ page }) => {
    const reply = await page.send("open_dm", {});
    if (reply.channel === undefined) page.toast(failureText(reply));
    else page.go({ channel: reply.channel, tab: "messages", thread: undefined });
  },
  tab: ({ page }, target) => {
    page.go({ tab: target.dataset["tab"] === "home" ? "home" : "messages", thread: undefined });
  },
  "close-thread": ({ page, channel }) => {
    page.go({ thread: undefined });
    channel.focus();
  },
  users: ({ page, menu }, target) => {
    const { snapshot } = page.state();
    menu.open(target, userMenu(snapshot, worldOf(snapshot, Date.now())));
  },
  be: async ({ page, menu }, target) => {
    menu.close();
    await page.be(target.dataset["user"] ?? "");
  },
  join: async ({ page }) => {
    const reply = await page.send("join", { channel: page.state().place.channel });
    if (!reply.ok) page.toast(failureText(reply));
  },
  invite: async ({ page }) => {
    const reply = await page.send("invite", { channel: page.state().place.channel });
    if (!reply.ok) page.toast(failureText(reply));
  },
  prompt: ({ thread }, target) => thread.fill(target.dataset["text"] ?? ""),
  try: (hands, target) => tryOut(hands, Number(target.dataset["index"])),
  "hide-tries": ({ page }) => {
    page.memory.set("tries", false);
    page.change({ tries: false });
  },
  "close-view": async ({ page }, target) => {
    const view_id = page.state().snapshot.views.at(-1)?.id ?? "";
    await page.send("close_view", { view_id, all: target.hasAttribute("data-all") });
  },
  "read-canvas": ({ page }, target) => openReader(page, target.dataset["file"] ?? ""),
  "close-reader": (_hands, target) => target.closest("dialog")?.close(),
  drawer: ({ page }, target) => {
    const { drawer } = page.state();
    const tab = target.dataset["tab"] === "faults" ? "faults" : "log";
    const next = { ...drawer, tab, open: !(drawer.open && drawer.tab === tab) } as const;
    page.memory.set("drawer", { open: next.open, tab });
    page.change({ drawer: next });
  },
  "log-kind": ({ page }, target) => {
    page.change({ drawer: { ...page.state().drawer, kind: target.dataset["kind"] ?? "all" } });
  },
  fault: async ({ page }, target) => {
    const fault = presets.find((one) => one.id === target.dataset["fault"])?.fault;
    if (fault === undefined) return;
    const reply = await page.send("fault", fault);
    if (!reply.ok) return page.toast(failureText(reply));
    const { method, kind, times = 1 } = fault;
    page.change({ faults: [...page.state().faults, { method, kind, times, at: Date.now() }] });
  },
  "clear-faults": async ({ page }) => {
    const reply = await page.send("clear_faults", {});
    if (reply.ok) page.change({ faults: [] });
    else page.toast(failureText(reply));
  },
  disconnect: async ({ page }) => {
    const reply = await page.send("disconnect", {});
    page.toast(reply.ok ? "The app was asked to reconnect." : failureText(reply));
  },
};

/** Fills the composer a try belongs to, after opening the thread it needs. */
function tryOut({ page, channel, thread }: Hands, index: number): void {
  const chosen = tries[index];
  if (chosen === undefined) return;
  if (chosen.where !== "thread") return channel.fill(chosen.text);
  const { messages, bot } = page.state().snapshot;
  const { channel: here } = page.state().place;
  const talks = messages.filter((one) => (one.reply_count ?? 0) > 1 && one.user !== bot);
  const talk = talks.find((one) => one.channel === here) ?? talks[0];
  if (talk === undefined) return channel.fill(chosen.text);
  page.go({ channel: talk.channel, tab: "messages", thread: talk.ts });
  thread.fill(chosen.text);
}
