import type { Snapshot } from "../../../contract.ts";
import type { Message } from "../../../shapes.ts";
import { attributes, draw, type Html } from "../draw/html.ts";
import { plainText } from "../draw/mrkdwn.ts";
import { field, textField, wordsOf } from "../draw/read.ts";
import type { World } from "../draw/world.ts";
import { avatar } from "./avatar.ts";
import { icon, type IconName } from "./icon.ts";

/** What can be done with a message: reply, the app's shortcuts, copy its link, edit and delete one's own. */
export function messageMenu(one: Message, snapshot: Snapshot, inThread: boolean): Html {
  const mine = one.user === snapshot.me;
  const shortcuts = snapshot.shortcuts.map(({ callback_id, name }) =>
    item("shortcut", "bolt", name, `shortcut-${callback_id}`, { "data-callback": callback_id }),
  );
  return draw`${!inThread && item("thread", "reply", "Reply in thread", "menu-thread")}
    ${item("copy-link", "link", "Copy link", "menu-copy-link")}
    ${mine && item("edit", "pencil", "Edit message", "menu-edit")}
    ${mine && item("remove", "bin", "Delete message…", "menu-delete", { class: "menu-item danger" })}
    ${shortcuts.length > 0 && draw`<p class="menu-title">From the app</p>`}${shortcuts}`;
}

/** Everyone of the workspace who can look at this page. */
export function userMenu(snapshot: Snapshot, world: World): Html {
  const people = snapshot.users.filter((user) => !user.is_bot);
  const rows = people.map((user) => {
    const set = attributes({
      class: "menu-item person",
      role: "menuitemradio",
      "aria-checked": user.id === snapshot.me ? "true" : "false",
      "data-do": "be",
      "data-user": user.id,
      "data-testid": `user-option-${user.id}`,
      "data-name": user.name,
    });
    return draw`<button type="button"${set}>${avatar(world, user.id)}<span><b>${user.real_name}</b>
      <small>${[user.title, user.is_guest && "guest", user.is_admin && "admin"].filter(Boolean).join(" · ")}</small></span>
      ${user.id === snapshot.me && draw`<span class="tick">✓</span>`}</button>`;
  });
  return draw`<p class="menu-title">Look at the workspace as</p>${rows}`;
}

/** The choices of an overflow button. */
export function overflowMenu(options: readonly unknown[]): Html {
  const rows = options.map((option) => {
    const set = attributes({
      class: "menu-item",
      role: "menuitem",
      "data-do": "overflow-choice",
      "data-option": JSON.stringify(option),
      "data-value": textField(option, "value"),
    });
    return draw`<button type="button"${set}>${plainText(wordsOf(field(option, "text")))}</button>`;
  });
  return draw`${rows}`;
}

function item(
  act: string,
  sign: IconName,
  label: string,
  testId: string,
  more: Record<string, string> = {},
): Html {
  const set = attributes({
    class: "menu-item",
    role: "menuitem",
    "data-do": act,
    "data-testid": testId,
    ...more,
  });
  return draw`<button type="button"${set}>${icon(sign)}<span>${label}</span></button>`;
}
