import { draw, type Html } from "../draw/html.ts";
import { nameOf, otherIn, placeName, type World } from "../draw/world.ts";
import type { State } from "../state.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";

/** Faces shown of a channel's members. */
const maxFaces = 3;

/** The line above the messages: the channel and who is in it, or the app and its tabs. */
export function header(state: State, world: World): Html {
  const channel = world.channels.get(state.place.channel);
  if (channel === undefined) return draw``;
  if (channel.kind === "im") {
    const other = otherIn(channel, world.me);
    const person = world.users.get(other);
    return draw`<div class="head-line">${avatar(world, other)}<h2>${placeName(world, channel)}</h2>
      ${person?.is_bot === true && draw`<span class="app-badge">APP</span>`}
      <span class="topic">${person?.title ?? ""}</span></div>
      ${other === world.bot && tabs(state)}`;
  }
  const faces = channel.members.slice(0, maxFaces).map((user) => avatar(world, user));
  const names = channel.members.map((user) => nameOf(world, user)).join(", ");
  return draw`<div class="head-line">${icon(channel.kind === "private" ? "lock" : "hash")}<h2>${channel.name}</h2>
    <span class="topic">${channel.topic}</span>
    <span class="members" title="${names}"><span class="faces">${faces}</span>${channel.members.length}</span></div>
    ${channel.members.includes(world.me) && !channel.members.includes(world.bot) && invitation(world)}`;
}

/** The line above a thread. */
export function threadHeader(state: State, world: World): Html {
  const channel = world.channels.get(state.place.channel);
  const { place, snapshot } = state;
  const thread = snapshot.threads.find(
    (one) => one.channel === place.channel && one.thread_ts === place.thread,
  );
  const prefix = channel?.kind === "im" ? "" : "# ";
  return draw`<h2>Thread</h2><span class="topic">${thread?.title || prefix + placeName(world, channel)}</span>
    <button type="button" class="tool" data-do="close-thread" data-testid="close-thread" aria-label="Close thread">
      ${icon("close")}</button>`;
}

/** Who is looking, and the door to look as somebody else. */
export function whoAmI(world: World): Html {
  return draw`<button type="button" class="switcher" data-do="users" data-testid="user-switcher" aria-haspopup="menu">
    ${avatar(world, world.me)}<span>You are <b>${nameOf(world, world.me)}</b></span>${icon("down")}</button>`;
}

function tabs(state: State): Html {
  const tab = (name: "messages" | "home", label: string): Html => {
    const on = state.place.tab === name;
    return draw`<button type="button" role="tab" class="tab" data-do="tab" data-tab="${name}"
      data-testid="${name}-tab" aria-selected="${on ? "true" : "false"}">${icon(name === "home" ? "home" : "chat")} ${label}</button>`;
  };
  return draw`<div class="tabs" role="tablist">${tab("home", "Home")}${tab("messages", "Messages")}</div>`;
}

function invitation(world: World): Html {
  return draw`<p class="invitation">${nameOf(world, world.bot)} is not in this channel and hears nothing of it.
    <button type="button" class="btn btn-small" data-do="invite" data-testid="invite">Add ${nameOf(world, world.bot)}</button></p>`;
}
