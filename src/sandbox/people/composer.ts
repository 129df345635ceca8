import type { Reply } from "../requests.ts";
import type { World } from "../world/world.ts";
import { command, refuseInThread } from "./command.ts";
import { addToChannel, say, theirChannel } from "./say.ts";
import { whisper } from "./slackbot.ts";

export type Typed = { user: string; channel: string; text: string; threadTs?: string | undefined };

const slash = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/;

/** What Enter does in a composer: a command of the app, `/invite`, or a message. */
export async function enter(world: World, typed: Typed): Promise<Reply> {
  const { user, threadTs } = typed;
  const { id: channel } = theirChannel(world, user, typed.channel);
  const [, name, text = ""] = slash.exec(typed.text.trim()) ?? [];
  if (name === undefined) {
    const { message } = say(world, typed);
    return { ok: true, channel, ts: message.ts };
  }
  if (name === "/invite") return invite(world, user, channel, text);
  const commanding = { user, channel, command: name, text };
  if (!world.commands.some((known) => known.command === name)) {
    whisper(world, { user, channel, threadTs }, `${name} is not a valid command.`);
    return { ok: true };
  }
  if (threadTs === undefined) return { ok: true, ack: await command(world, commanding) };
  refuseInThread(world, commanding, threadTs);
  return { ok: true };
}

function invite(world: World, user: string, channel: string, text: string): Reply {
  const wanted = text.trim().replace(/^@/, "").toLowerCase();
  const found = [...world.users.values()].find(({ name }) => name === wanted);
  if (found) addToChannel(world, user, channel, found.id);
  else whisper(world, { user, channel }, `Nobody here is called @${wanted}.`);
  return { ok: true };
}
