import type { Channel, Person } from "../../../shapes.ts";

/** Whom and what names stand for while drawing, and the time it is (ms since 1970). */
export type World = {
  me: string;
  bot: string;
  users: ReadonlyMap<string, Person>;
  channels: ReadonlyMap<string, Channel>;
  now: number;
};

export function nameOf(world: World, user: string): string {
  const person = world.users.get(user);
  return person?.real_name || person?.name || user;
}

/** `general` for a channel; for a direct message the other person's name. */
export function placeName(world: World, channel: Channel | undefined): string {
  if (channel === undefined) return "";
  return channel.kind === "im" ? nameOf(world, otherIn(channel, world.me)) : channel.name;
}

/** Whom a direct message is with, as `me` sees it; empty for a channel. */
export function otherIn(channel: Channel | undefined, me: string): string {
  if (channel?.kind !== "im") return "";
  return channel.members.find((user) => user !== me) ?? channel.user ?? "";
}
