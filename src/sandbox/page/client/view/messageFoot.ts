import type { ThreadState } from "../../../contract.ts";
import type { Message } from "../../../shapes.ts";
import { clockTime, dayName } from "../draw/date.ts";
import { emoji } from "../draw/emoji.ts";
import { draw, type Html } from "../draw/html.ts";
import { nameOf, type World } from "../draw/world.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";

/** Faces shown in the bar that leads to the replies. */
const maxFaces = 4;

/** "Legwork is searching…", or nothing. */
export function statusLine(thread: ThreadState | undefined, world: World): Html {
  if (thread === undefined || thread.status === "") return draw``;
  const stop =
    thread.session === "processing" &&
    draw`<button type="button" class="stop" data-do="stop-session" data-ts="${thread.thread_ts}">${icon("stop")} Stop</button>`;
  return draw`<p class="status" role="status" data-testid="status"><span class="dots"><i></i><i></i><i></i></span>
    ${nameOf(world, world.bot)} ${thread.status} ${stop}</p>`;
}

export function reactions(one: Message, world: World): Html {
  if (one.reactions === undefined || one.reactions.length === 0) return draw``;
  const pills = one.reactions.map(({ name, users, count }) => {
    const mine = users.includes(world.me);
    const who = users.map((user) => nameOf(world, user)).join(", ");
    return draw`<button type="button" class="reaction${mine ? " mine" : ""}" data-do="react" data-name="${name}"
      aria-pressed="${mine ? "true" : "false"}" title="${who} reacted with :${name}:">
      ${emoji(name) ?? `:${name}:`} <span>${count}</span></button>`;
  });
  return draw`<div class="reactions">${pills}</div>`;
}

/** How many replies there are, whose, and since when: the way into the thread. */
export function replyBar(one: Message, world: World): Html {
  const count = one.reply_count ?? 0;
  if (count === 0) return draw``;
  const faces = (one.reply_users ?? []).slice(0, maxFaces).map((user) => avatar(world, user));
  const last = Number(one.latest_reply ?? one.ts);
  const day = dayName(last, world.now);
  const near = day === "Today" || day === "Yesterday" ? day.toLowerCase() : day;
  return draw`<button type="button" class="reply-bar" data-do="thread" data-testid="replies">
    <span class="faces">${faces}</span><b>${count} ${count === 1 ? "reply" : "replies"}</b>
    <span class="muted">Last reply ${near} at ${clockTime(last)}</span></button>`;
}

/** What shows over a message under the pointer. */
export function toolbar(scope: "channel" | "thread"): Html {
  const quick = ["white_check_mark", "eyes", "raised_hands"].map(
    (
      name,
    ) => draw`<button type="button" class="tool" tabindex="-1" data-do="react" data-name="${name}" title="React with :${name}:"
      aria-label="React with :${name}:">${emoji(name)}</button>`,
  );
  return draw`<div class="toolbar" role="toolbar" aria-label="Message">${quick}
    ${
      scope === "channel" &&
      draw`<button type="button" class="tool" data-do="thread" data-testid="reply-in-thread" title="Reply in thread"
      aria-label="Reply in thread">${icon("reply")}</button>`
    }
    <button type="button" class="tool" data-do="message-menu" data-testid="message-menu" title="More actions"
      aria-label="More actions" aria-haspopup="menu">${icon("more")}</button></div>`;
}
