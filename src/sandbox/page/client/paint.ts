/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { draw, type Html } from "./draw/html.ts";
import { placeName, type World } from "./draw/world.ts";
import { patch } from "./patch.ts";
import { worldOf, type State } from "./state.ts";
import { unreadIn } from "./unread.ts";
import { drawer } from "./view/drawer.ts";
import { header, threadHeader, whoAmI } from "./view/header.ts";
import { channelMessages, threadMessages } from "./view/messages.ts";
import { home, modal } from "./view/modal.ts";
import { sidebar } from "./view/sidebar.ts";
import { tryCards } from "./view/tries.ts";

/** Pixels from the end within which a list counts as being at its end, and stays there. */
const endPx = 60;

type Region = { id: string; sticks: boolean; draw(state: State, world: World): Html };

const regions: readonly Region[] = [
  { id: "who", sticks: false, draw: (_state, world) => whoAmI(world) },
  { id: "sidebar", sticks: false, draw: sidebar },
  { id: "head", sticks: false, draw: header },
  { id: "messages", sticks: true, draw: paneOf },
  { id: "tries", sticks: false, draw: tryCards },
  { id: "join", sticks: false, draw: joinBar },
  { id: "thread-head", sticks: false, draw: inThread(threadHeader) },
  { id: "thread-messages", sticks: true, draw: inThread(threadMessages) },
  { id: "drawer", sticks: false, draw: drawer },
  { id: "modal", sticks: false, draw: topModal },
];

/** Draws the whole state; a region whose markup is as before is left alone. */
export function painter(): (state: State, now: number) => void {
  const drawn = new Map<string, string>();
  return (state, now) => {
    const world = worldOf(state.snapshot, now);
    for (const region of regions) {
      const { markup } = region.draw(state, world);
      const element = document.getElementById(region.id);
      if (element === null || drawn.get(region.id) === markup) continue;
      drawn.set(region.id, markup);
      const lists = [element, ...element.querySelectorAll("[data-stick]")];
      const ended = lists.filter((list) => atEnd(list) && (region.sticks || list !== element));
      patch(element, markup);
      // A list that has just appeared starts at its end, too.
      const fresh = [...element.querySelectorAll("[data-stick]")].filter(
        (one) => !lists.includes(one),
      );
      for (const list of [...ended, ...fresh]) list.scrollTop = list.scrollHeight;
    }
    arrange(state, world);
  };
}

/** Lists that stood at their end stay there when the window or a panel changes their height. */
export function keepEnds(): void {
  const away = new WeakSet<Element>();
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) if (!away.has(target)) target.scrollTop = target.scrollHeight;
  });
  for (const { id, sticks } of regions) {
    const list = sticks ? document.getElementById(id) : null;
    if (list === null) continue;
    observer.observe(list);
    list.addEventListener("scroll", () => void (atEnd(list) ? away.delete(list) : away.add(list)));
  }
}

/** To the end of what was just opened, or to the message a link named. */
export function scrollToPlace(state: State, moved: boolean): void {
  for (const id of moved ? ["messages", "thread-messages", "log-lines"] : ["thread-messages"]) {
    const list = document.getElementById(id);
    if (list !== null) list.scrollTop = list.scrollHeight;
  }
  if (state.place.focus === undefined) return;
  for (const one of document.querySelectorAll(".focused")) one.scrollIntoView({ block: "center" });
}

/** What is shown at all, and what has to be set on elements rather than drawn. */
function arrange(state: State, world: World): void {
  const { place, snapshot } = state;
  const channel = world.channels.get(place.channel);
  const member = channel?.members.includes(world.me) === true;
  const name = channel?.kind === "im" ? placeName(world, channel) : `#${placeName(world, channel)}`;
  hide("thread", place.thread === undefined);
  hide("composer", place.tab === "home" || !member);
  document.getElementById("messages")?.toggleAttribute("data-home", place.tab === "home");
  document.body.toggleAttribute("data-threaded", place.thread !== undefined);
  placeholder("composer", `Message ${name}`);
  placeholder("thread-composer", "Reply…");
  const count = snapshot.channels.reduce((sum, one) => sum + unreadIn(state, one.id).count, 0);
  document.title = `${count > 0 ? `(${count}) ` : ""}${name} · Local Slack`;
  showModal(snapshot.views.at(-1)?.id);
}

function showModal(view: string | undefined): void {
  const dialog = document.querySelector<HTMLDialogElement>("#modal");
  if (dialog === null) return;
  if (view === undefined) {
    if (dialog.open) dialog.close();
    delete dialog.dataset["view"];
    return;
  }
  if (!dialog.open) dialog.showModal();
  if (dialog.dataset["view"] === view) return;
  dialog.dataset["view"] = view;
  const wanted = dialog.querySelector<HTMLElement>("[data-field][autofocus]");
  (wanted ?? dialog.querySelector<HTMLElement>("[data-field], .btn-primary"))?.focus();
}

function paneOf(state: State, world: World): Html {
  return state.place.tab === "home" ? home(state, world) : channelMessages(state, world);
}

function topModal(state: State, world: World): Html {
  const view = state.snapshot.views.at(-1);
  return view === undefined ? draw`` : modal(view, state, world);
}

function joinBar({ place }: State, world: World): Html {
  const channel = world.channels.get(place.channel);
  if (channel === undefined || channel.members.includes(world.me)) return draw``;
  return draw`<div class="join-bar"><b># ${channel.name}</b>
    <button type="button" class="btn btn-primary" data-do="join" data-testid="join">Join channel</button></div>`;
}

function inThread(view: Region["draw"]): Region["draw"] {
  return (state, world) => (state.place.thread === undefined ? draw`` : view(state, world));
}

function atEnd(list: Element): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < endPx;
}

function hide(id: string, hidden: boolean): void {
  document.getElementById(id)?.toggleAttribute("hidden", hidden);
}

function placeholder(form: string, text: string): void {
  document.querySelector(`#${form} textarea`)?.setAttribute("placeholder", text);
}
