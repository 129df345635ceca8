import type { Channel } from "../../../shapes.ts";
import { attributes, draw, type Html, type Piece } from "../draw/html.ts";
import { nameOf, otherIn, placeName, type World } from "../draw/world.ts";
import type { State } from "../state.ts";
import { unreadIn, type Unread } from "../unread.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";

/** The workspace's name, channels, people and the app, with what is unread. */
export function sidebar(state: State, world: World): Html {
  const { snapshot } = state;
  const joined = snapshot.channels.filter((one) => one.members.includes(snapshot.me));
  // A guest is in the channels they were invited to, and finds no others.
  const guest = world.users.get(world.me)?.is_guest === true;
  const others = guest
    ? []
    : snapshot.channels.filter((one) => !joined.includes(one) && one.kind === "public");
  const direct = joined.filter((one) => one.kind === "im");
  const apps = direct.filter((one) => world.users.get(otherIn(one, world.me))?.is_bot === true);
  const people = direct.filter((one) => !apps.includes(one));
  const draws = (channels: Channel[]): Html[] => channels.map((one) => row(one, state, world));
  const appRows = apps.length > 0 ? draws(apps) : [openApp(world)];
  return draw`<div class="workspace"><h1>${snapshot.team.name}</h1>
      <p>${connection(state)}</p></div>
    ${section("Channels", draws(joined.filter((one) => one.kind !== "im")))}
    ${others.length > 0 && section("More to join", draws(others))}
    ${people.length > 0 && section("Direct messages", draws(people))}
    ${section("Apps", appRows)}`;
}

/** The name a row is found by: a direct message goes by the other person's handle. */
export function rowId(channel: Channel, world: World): string {
  if (channel.kind !== "im") return `channel-${channel.name}`;
  return `dm-${world.users.get(otherIn(channel, world.me))?.name ?? channel.id}`;
}

function section(title: string, rows: Piece): Html {
  return draw`<section data-key="${title}"><h2>${title}</h2><ul>${rows}</ul></section>`;
}

function row(channel: Channel, state: State, world: World): Html {
  const here = channel.id === state.place.channel;
  const unread: Unread = here ? { any: false, count: 0 } : unreadIn(state, channel.id);
  const classes = ["row", here && "here", unread.any && "unread"].filter(Boolean).join(" ");
  const name = placeName(world, channel);
  const set = attributes({
    class: classes,
    href: `/archives/${channel.id}`,
    "data-do": "channel",
    "data-channel": channel.id,
    "data-testid": rowId(channel, world),
    "aria-current": here ? "page" : undefined,
  });
  const label = unread.count > 0 ? `${unread.count} unread` : "";
  return draw`<li data-key="${channel.id}"><a${set}>${sign(channel, world)}<span class="row-name">${name}</span>
    ${world.users.get(otherIn(channel, world.me))?.is_bot === true && draw`<span class="app-badge">APP</span>`}
    ${unread.count > 0 && draw`<span class="badge" aria-label="${label}">${unread.count}</span>`}</a></li>`;
}

function sign(channel: Channel, world: World): Html {
  if (channel.kind === "im") return avatar(world, otherIn(channel, world.me));
  return icon(channel.kind === "private" ? "lock" : "hash");
}

/** Until the first visit there is no direct message with the app to list. */
function openApp(world: World): Html {
  const person = world.users.get(world.bot);
  return draw`<li><button type="button" class="row" data-do="open-app" data-testid="dm-${person?.name ?? "app"}">
    ${avatar(world, world.bot)}<span class="row-name">${nameOf(world, world.bot)}</span>
    <span class="app-badge">APP</span></button></li>`;
}

function connection({ snapshot, online }: State): Html {
  if (!online) return draw`<span class="lamp lamp-off"></span>Reconnecting…`;
  const { mode, connected } = snapshot.connection;
  if (!connected) return draw`<span class="lamp lamp-off"></span>Waiting for the app`;
  return draw`<span class="lamp"></span>${mode === "socket" ? "App connected" : "App over HTTP"}`;
}
