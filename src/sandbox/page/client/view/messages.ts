import type { Message } from "../../../shapes.ts";
import { dayName } from "../draw/date.ts";
import { draw, type Html } from "../draw/html.ts";
import { placeName, type World } from "../draw/world.ts";
import type { State } from "../state.ts";
import { isReply } from "../unread.ts";
import { message, type MessageSetting } from "./message.ts";
import { statusLine } from "./messageFoot.ts";

/** Messages drawn at once; older ones are left out with a line that says so. */
const maxShown = 300;

/** Seconds within which messages of one author are drawn as one. */
const groupSeconds = 300;

/** The messages of the channel being looked at, by day, with the mark of what is new. */
export function channelMessages(state: State, world: World): Html {
  const { snapshot, place, newAfter } = state;
  const all = snapshot.messages.filter(
    (one) => one.channel === place.channel && (!isReply(one) || one.reply_broadcast === true),
  );
  const shown = all.slice(-maxShown);
  const isNew = (one: Message): boolean => one.ts > newAfter && one.user !== world.me;
  const firstNew = newAfter === "" ? undefined : shown.find(isNew);
  let before: Message | undefined;
  const rows = shown.map((one) => {
    const rule = divider(before, one, firstNew, world);
    const compact = rule === undefined && follows(before, one);
    before = one;
    return draw`${rule}${message(one, settingFor(one, state, world, "channel", compact))}`;
  });
  const start =
    all.length > shown.length
      ? draw`<p class="start muted">Older messages are not drawn.</p>`
      : beginning(state, world);
  return draw`${start}${rows}`;
}

/** A thread: its first message, how many replies, and the replies. */
export function threadMessages(state: State, world: World): Html {
  const { snapshot, place } = state;
  const root = place.thread;
  const all = snapshot.messages.filter(
    (one) => one.channel === place.channel && (one.ts === root || one.thread_ts === root),
  );
  const [first, ...rest] = all;
  if (first === undefined) return draw`<p class="start muted">This thread is gone.</p>`;
  const replies = rest.slice(-maxShown);
  let before: Message | undefined;
  const rows = replies.map((one) => {
    const compact = follows(before, one);
    before = one;
    return message(one, settingFor(one, state, world, "thread", compact));
  });
  const count = rest.filter((one) => one.ephemeral_to === undefined).length;
  const label = count === 1 ? "1 reply" : `${count} replies`;
  return draw`${message(first, settingFor(first, state, world, "thread", false))}
    ${count > 0 && draw`<p class="reply-count" data-key="count"><span>${label}</span></p>`}${rows}
    ${statusLine(threadState(state, root), world)}${prompts(state)}`;
}

/** What an assistant thread offers to ask. */
function prompts(state: State): Html {
  const offered = threadState(state, state.place.thread)?.prompts ?? [];
  if (offered.length === 0) return draw``;
  return draw`<div class="prompts">${offered.map(
    ({ title, message: text }) =>
      draw`<button type="button" class="prompt" data-do="prompt" data-text="${text}">${title}</button>`,
  )}</div>`;
}

function settingFor(
  one: Message,
  state: State,
  world: World,
  scope: "channel" | "thread",
  compact: boolean,
): MessageSetting {
  const key = `${one.channel}/${one.ts}`;
  return {
    world,
    scope,
    compact,
    editing: state.editing === `${scope}:${key}`,
    focused: state.place.focus === one.ts,
    troubles: state.troubles[key] ?? {},
    thread: threadState(state, one.ts),
  };
}

function threadState(state: State, ts: string | undefined) {
  const { snapshot, place } = state;
  return snapshot.threads.find((one) => one.channel === place.channel && one.thread_ts === ts);
}

function divider(
  before: Message | undefined,
  one: Message,
  firstNew: Message | undefined,
  world: World,
) {
  const day = dayName(Number(one.ts), world.now);
  const newDay = before === undefined || dayName(Number(before.ts), world.now) !== day;
  const isNew = one === firstNew;
  if (!newDay && !isNew) return undefined;
  return draw`<div class="divider${isNew ? " is-new" : ""}" role="separator" data-key="before-${one.ts}">
    ${newDay && draw`<span class="day">${day}</span>`}${isNew && draw`<span class="new">New</span>`}</div>`;
}

function follows(before: Message | undefined, one: Message): boolean {
  return (
    before !== undefined &&
    before.user === one.user &&
    before.username === one.username &&
    before.ephemeral_to === one.ephemeral_to &&
    before.subtype === one.subtype &&
    Number(one.ts) - Number(before.ts) < groupSeconds &&
    (before.reply_count ?? 0) === 0
  );
}

function beginning(state: State, world: World): Html {
  const channel = world.channels.get(state.place.channel);
  if (channel === undefined) return draw``;
  const name = placeName(world, channel);
  const about =
    channel.kind === "im"
      ? draw`This is the start of your conversation with <b>${name}</b>.`
      : draw`This is the start of <b>#${name}</b>. ${channel.topic}`;
  return draw`<div class="start"><h2>${channel.kind === "im" ? "" : "# "}${name}</h2><p class="muted">${about}</p></div>`;
}
