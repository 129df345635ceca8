/// <reference lib="dom" />
import { listenToClicks, type Hands } from "./acts.ts";
import { composer, type Composer } from "./composer.ts";
import { browserMemory } from "./memory.ts";
import { otherIn } from "./draw/world.ts";
import { floatingMenu } from "./menu.ts";
import type { Page } from "./page.ts";
import { keepEnds, painter, scrollToPlace } from "./paint.ts";
import { fileIn, openReader } from "./reader.ts";
import { placeIn, readRoute } from "./route.ts";
import { firstState } from "./firstState.ts";
import { fetchPatiently, openSession } from "./session.ts";
import type { Place, State } from "./state.ts";
import { acceptDrops } from "./upload.ts";
import { listenToForms, listenToWindow } from "./window.ts";

/** Fetches the world, draws it, and keeps it drawn. */
export async function start(): Promise<void> {
  const memory = browserMemory(localStorage);
  const asked = new URLSearchParams(location.search).get("user") ?? memory.get("user");
  const newcomer = document.body.dataset["user"] ?? "";
  const snapshot = await fetchPatiently([typeof asked === "string" ? asked : newcomer, newcomer]);
  const place = placeIn(snapshot, readRoute(location.pathname, location.search));
  const paint = painter();
  const page = openSession(firstState(snapshot, place, memory), memory, {
    paint: (state) => paint(state, Date.now()),
    moved: (before, state) => arrive(before, state, hands),
  });
  const hands: Hands = {
    page,
    menu: floatingMenu(byId("menu")),
    channel: composerIn("composer", page, "channel"),
    thread: composerIn("thread-composer", page, "thread"),
  };
  acceptDrops(byId("channel-pane"), hands.channel);
  acceptDrops(byId("thread"), hands.thread);
  listenToClicks(hands);
  listenToForms(hands);
  listenToWindow(page);
  keepEnds();
  page.change({});
  arrive(undefined, page.state(), hands);
  const file = fileIn(location.pathname);
  if (file !== undefined) await openReader(page, file);
  document.body.setAttribute("data-ready", "");
}

/** What a move brings along: the draft of that place, its end in view, and word to the app. */
function arrive(before: Place | undefined, state: State, { page, channel, thread }: Hands): void {
  const { place, snapshot } = state;
  const moved = before?.channel !== place.channel || before.tab !== place.tab;
  if (moved) channel.load();
  if (moved || before.thread !== place.thread) thread.load();
  scrollToPlace(state, moved);
  const current = snapshot.channels.find((one) => one.id === place.channel);
  const withApp = otherIn(current, snapshot.me) === snapshot.bot;
  if (moved && withApp) void page.send(place.tab === "home" ? "open_home" : "open_dm", {});
}

function composerIn(id: string, page: Page, where: "channel" | "thread"): Composer {
  const form = byId(id);
  if (!(form instanceof HTMLFormElement)) throw new Error(`The page's #${id} is no form.`);
  return composer(page, form, where);
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}.`);
  return element;
}
