/// <reference lib="dom" />
import type { Change, Snapshot } from "../../contract.ts";
import { firstState } from "./firstState.ts";
import type { Memory } from "./memory.ts";
import type { Page } from "./page.ts";
import { placeIn, writeRoute } from "./route.ts";
import { fetchSnapshot, post } from "./send.ts";
import { apply, emptyForm, type Place, type State } from "./state.ts";
import { follow } from "./stream.ts";
import { showToast } from "./toast.ts";
import { unreadSince } from "./unread.ts";

/** Milliseconds between two tries to reach the stand-in. */
const retryMs = 1000;

/** Milliseconds between two drawings of what arrives by itself. */
const frameMs = 16;

/** Mishaps remembered at once: a warning for a message that is long gone needs no room. */
const maxTroubles = 50;

export type SessionHandlers = {
  paint(state: State): void;
  /** Another place, or the same one as another person. */
  moved(before: Place | undefined, state: State): void;
};

/** The page's state and all that changes it: clicks, the stream of changes, another person looking. */
export function openSession(first: State, memory: Memory, handlers: SessionHandlers): Page {
  let state = first;
  let unfollow: (() => void) | undefined;
  const change = (next: Partial<State>): void => {
    state = markRead({ ...state, ...next }, memory);
    handlers.paint(state);
  };
  // A stream of changes is drawn once a frame; what the reader does is drawn at once.
  let timer: number | undefined;
  const drawNow = (): void => {
    timer = undefined;
    handlers.paint(state);
  };
  const listen = (): void => {
    unfollow = follow(state.snapshot.me, state.snapshot.sequence, {
      change(happened) {
        state = markRead({ ...state, ...changed(state, happened) }, memory);
        timer ??= window.setTimeout(drawNow, frameMs);
      },
      online: (online) => state.online === online || change({ online }),
      lost: () => void recover(),
    });
  };
  const recover = async (): Promise<void> => {
    unfollow?.();
    const snapshot = await fetchPatiently([state.snapshot.me]);
    change({ snapshot, place: placeIn(snapshot, state.place), online: true });
    listen();
  };
  listen();
  return {
    memory,
    change,
    state: () => state,
    go(next, why) {
      const before = state.place;
      const place = placeIn(state.snapshot, { ...before, focus: undefined, ...next });
      const arrived = place.channel !== before.channel || place.tab !== before.tab;
      const newAfter = arrived ? unreadSince(state, place.channel) : state.newAfter;
      change({ place, newAfter, editing: undefined });
      if (why !== "back") history.pushState(undefined, "", writeRoute(place, state.snapshot.me));
      handlers.moved(before, state);
    },
    async be(user) {
      const snapshot = await fetchSnapshot(user);
      if (snapshot === undefined) return showToast("That person cannot be found.");
      unfollow?.();
      memory.set("user", user);
      const { drawer, faults, place } = state;
      change({ ...firstState(snapshot, placeIn(snapshot, place), memory), drawer, faults });
      history.replaceState(undefined, "", writeRoute(state.place, user));
      handlers.moved(undefined, state);
      listen();
    },
    send: (name, body) => post(name, { user: state.snapshot.me, ...body }),
    toast: showToast,
  };
}

/** The world as the first known of `users` sees it. Asks until it is had: the stand-in may be restarting. */
export async function fetchPatiently(users: readonly string[]): Promise<Snapshot> {
  for (;;) {
    for (const user of users) {
      const snapshot = await fetchSnapshot(user);
      if (snapshot !== undefined) return snapshot;
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function changed(state: State, change: Change): Partial<State> {
  const snapshot = apply(state.snapshot, change);
  if (change.type === "view" || change.type === "view_closed") {
    const top = snapshot.views.at(-1);
    const same = top !== undefined && top.hash === state.snapshot.views.at(-1)?.hash;
    return same ? { snapshot } : { snapshot, form: emptyForm };
  }
  if (change.type !== "trouble") return { snapshot };
  const { channel, ts, view_id, action_id, text } = change.trouble;
  if (action_id === undefined) {
    if (view_id !== undefined) return { form: { ...state.form, busy: false, trouble: text } };
    showToast(text);
    return {};
  }
  const key = view_id ?? `${channel}/${ts}`;
  const kept = Object.fromEntries(Object.entries(state.troubles).slice(-maxTroubles));
  return { troubles: { ...kept, [key]: { ...kept[key], [action_id]: text } } };
}

/** Whatever arrives in the channel being looked at is read, unless nobody is looking. */
function markRead(state: State, memory: Memory): State {
  const { snapshot, place } = state;
  if (document.hidden || place.tab === "home") return state;
  const newest = snapshot.messages.findLast((one) => one.channel === place.channel)?.ts ?? "";
  if (newest <= (state.read[place.channel] ?? "")) return state;
  const read = { ...state.read, [place.channel]: newest };
  memory.set(`read:${snapshot.me}`, read);
  return { ...state, read };
}
