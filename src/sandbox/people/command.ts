import type { SlashCommand } from "@slack/bolt";
import type { Ack } from "../requests.ts";
import { grantResponseUrl, grantTrigger } from "../world/grants.ts";
import type { World } from "../world/world.ts";
import { respond } from "./respond.ts";
import { theirChannel } from "./say.ts";
import { commandFailed, whisper } from "./slackbot.ts";
import { escapeTyped } from "./typing.ts";

export type Commanding = { user: string; channel: string; command: string; text: string };

/** A person runs a slash command. What the app acknowledges with is shown to them, or to all. */
export async function command(world: World, commanding: Commanding): Promise<Ack> {
  const { user } = commanding;
  const channel = theirChannel(world, user, commanding.channel);
  const { team, app } = world.identity;
  const payload: SlashCommand = {
    token: "verification",
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === "im" ? "directmessage" : channel.name,
    user_id: user,
    user_name: world.users.get(user)?.name ?? user,
    command: commanding.command,
    text: escapeTyped(world, commanding.text),
    api_app_id: app,
    is_enterprise_install: "false",
    response_url: grantResponseUrl(world, { channel: channel.id, user }),
    trigger_id: grantTrigger(world, user),
  };
  const ack = await world.deliver({ kind: "slash_commands", payload }).first;
  const to = { channel: channel.id, user, ts: undefined, threadTs: undefined };
  if (ack.ok) respond(world, to, ack.body);
  else commandFailed(world, to, commanding.command, ack);
  return ack;
}

/** Slack does not run an app's commands in threads; it says so instead. */
export function refuseInThread(world: World, commanding: Commanding, threadTs: string): void {
  const { user, channel, command: name } = commanding;
  whisper(world, { user, channel, threadTs }, `${name} is not supported in threads. Sorry!`);
}
