import type { ThreadState } from "../../../contract.ts";
import type { Message } from "../../../shapes.ts";
import { block, blocks } from "../draw/block.ts";
import { clockTime, dayName } from "../draw/date.ts";
import { attributes, draw, type Html } from "../draw/html.ts";
import { mrkdwn } from "../draw/mrkdwn.ts";
import { field, listField, textField } from "../draw/read.ts";
import type { BlockSetting } from "../draw/setting.ts";
import { nameOf, type World } from "../draw/world.ts";
import { avatar } from "./avatar.ts";
import { fileCard } from "./file.ts";
import { reactions, replyBar, statusLine, toolbar } from "./messageFoot.ts";

/** How one message is shown: where, after whom, and what surrounds it. */
export type MessageSetting = {
  world: World;
  scope: "channel" | "thread";
  /** Right after another of the same author: no face, no name. */
  compact: boolean;
  editing: boolean;
  focused: boolean;
  troubles: Readonly<Record<string, string>>;
  thread: ThreadState | undefined;
};

export function message(one: Message, setting: MessageSetting): Html {
  const { world, compact, scope } = setting;
  const hidden = one.ephemeral_to !== undefined;
  const classes = ["message"];
  if (compact) classes.push("compact");
  if (hidden) classes.push("ephemeral");
  if (setting.focused) classes.push("focused");
  if (one.subtype?.startsWith("channel_") === true) classes.push("system");
  const set = attributes({
    class: classes.join(" "),
    "data-testid": hidden ? "ephemeral" : "message",
    "data-key": one.ts,
    "data-ts": one.ts,
    "data-channel": one.channel,
    "data-author": one.user,
  });
  return draw`<article${set}>
    <div class="gutter">${compact ? draw`<time>${shortTime(one.ts)}</time>` : avatar(world, one.user, one.username)}</div>
    <div class="message-body">
      ${hidden && draw`<p class="only-you">👁 Only visible to you</p>`}
      ${!compact && head(one, world)}
      ${setting.editing ? editor(one, world) : content(one, setting)}
      ${reactions(one, world)}
      ${scope === "channel" && replyBar(one, world)}
      ${scope === "channel" && statusLine(setting.thread, world)}
    </div>
    ${!hidden && !setting.editing && toolbar(scope)}
  </article>`;
}

function head(one: Message, world: World): Html {
  const person = world.users.get(one.user);
  const isApp = one.bot_id !== undefined || person?.is_bot === true;
  const when = `${dayName(Number(one.ts), world.now)} at ${clockTime(Number(one.ts))}`;
  return draw`<p class="message-head"><b class="author">${one.username ?? nameOf(world, one.user)}</b>
    ${isApp && draw`<span class="app-badge">APP</span>`}
    ${person?.is_guest === true && draw`<span class="guest-badge">guest</span>`}
    <time title="${when}">${clockTime(Number(one.ts))}</time></p>`;
}

function content(one: Message, setting: MessageSetting): Html {
  const { world } = setting;
  const blockSetting: BlockSetting = {
    world,
    here: one.channel,
    troubles: setting.troubles,
    errors: {},
  };
  const drawn =
    one.blocks !== undefined && one.blocks.length > 0
      ? blocks(one.blocks, blockSetting)
      : one.text !== "" && draw`<div class="block block-text">${mrkdwn(one.text, world)}</div>`;
  return draw`<div class="content">${drawn}
    ${one.streaming === true && draw`<span class="dots" role="img" aria-label="still writing"><i></i><i></i><i></i></span>`}
    ${one.edited !== undefined && draw`<small class="edited">(edited)</small>`}
    ${(one.attachments ?? []).map((each) => attachment(each, blockSetting))}
    ${one.files !== undefined && draw`<div class="files">${one.files.map((file) => fileCard(file, world))}</div>`}
  </div>`;
}

/** Attachments are Slack's older form: a bar at the left with text or blocks beside it. */
function attachment(one: unknown, setting: BlockSetting): Html {
  const inner = listField(one, "blocks").map((each) => block(each, setting));
  const title = textField(one, "title");
  const text = textField(one, "text") || (inner.length > 0 ? "" : textField(one, "fallback"));
  return draw`<div class="attachment">${title !== "" && draw`<b>${title}</b>`}
    ${text !== "" && draw`<div>${mrkdwn(text, setting.world)}</div>`}${inner}
    ${field(one, "footer") !== undefined && draw`<small>${textField(one, "footer")}</small>`}</div>`;
}

function editor(one: Message, world: World): Html {
  const text = one.text
    .replace(/<@(\w+)(?:\|[^>]*)?>/gu, (_, id: string) => `@${world.users.get(id)?.name ?? id}`)
    .replace(/<#(\w+)(?:\|[^>]*)?>/gu, (_, id: string) => `#${world.channels.get(id)?.name ?? id}`)
    .replace(/<((?:https?|mailto):[^>|]+)(?:\|[^>]*)?>/gu, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  return draw`<form class="editor" data-form="edit"><textarea name="text" rows="3" aria-label="Edit message" data-testid="edit-text">
${text}</textarea><p><button type="button" class="btn" data-do="cancel-edit">Cancel</button>
    <button class="btn btn-primary" data-testid="edit-save">Save</button></p></form>`;
}

function shortTime(ts: string): string {
  return clockTime(Number(ts)).replace(/ [AP]M$/u, "");
}
