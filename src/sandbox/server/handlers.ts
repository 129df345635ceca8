import { z } from "zod";
import { clickMessage, clickView } from "../people/click.ts";
import { command } from "../people/command.ts";
import { enter } from "../people/composer.ts";
import { addFile } from "../people/files.ts";
import { close, submit } from "../people/form.ts";
import { ownSight, ownView } from "../people/own.ts";
import { react, unreact } from "../people/reactions.ts";
import { addToChannel, edit, remove, say, type Said, theirChannel } from "../people/say.ts";
import { shortcut } from "../people/shortcut.ts";
import { stopSession, visit } from "../people/visit.ts";
import { type Reply, type RequestName, requests } from "../requests.ts";
import type { World } from "../world/world.ts";

/** Carries out one request; throws a `SlackFailure` when it cannot be done, a `ZodError` when it makes no sense. */
export type Handler = (body: unknown, world: World, disconnect: () => void) => Promise<Reply>;

function handler<Schema extends z.ZodType>(
  schema: Schema,
  run: (body: z.output<Schema>, world: World, disconnect: () => void) => Promise<Reply> | Reply,
): Handler {
  return async (body, world, disconnect) => run(schema.parse(body), world, disconnect);
}

/** What each request of the contract does. */
export const handlers: Record<RequestName, Handler> = {
  type: handler(requests.type, (body, world) =>
    enter(world, { ...body, threadTs: body.thread_ts }),
  ),
  say: handler(requests.say, (body, world) =>
    said(say(world, { ...body, threadTs: body.thread_ts })),
  ),
  command: handler(requests.command, async (body, world) => ({
    ok: true,
    ack: await command(world, body),
  })),
  action: handler(requests.action, async (body, world) => {
    const clicking = { ...body, blockId: body.block_id, actionId: body.action_id };
    return { ok: true, ack: await clickMessage(world, ownSight(world, body.user, body), clicking) };
  }),
  view_action: handler(requests.view_action, async (body, world) => {
    const clicking = { ...body, blockId: body.block_id, actionId: body.action_id };
    return {
      ok: true,
      ack: await clickView(world, ownView(world, body.user, body.view_id), clicking),
    };
  }),
  submit: handler(requests.submit, (body, world) =>
    submit(world, ownView(world, body.user, body.view_id), body.values),
  ),
  close_view: handler(requests.close_view, (body, world) =>
    close(world, ownView(world, body.user, body.view_id), body.all),
  ),
  shortcut: handler(requests.shortcut, async (body, world) => {
    return {
      ok: true,
      ack: await shortcut(world, body.user, ownSight(world, body.user, body), body.callback_id),
    };
  }),
  upload: handler(requests.upload, (body, world) => {
    const { id } = theirChannel(world, body.user, body.channel);
    const bytes = Buffer.from(body.base64, "base64");
    const file = addFile(world, { ...body, channels: [id] }, bytes);
    return said(say(world, { ...body, threadTs: body.thread_ts, files: [file] }));
  }),
  edit: handler(requests.edit, (body, world) =>
    said(edit(world, body.user, ownSight(world, body.user, body), body.text)),
  ),
  remove: handler(requests.remove, (body, world) =>
    said(remove(world, body.user, ownSight(world, body.user, body))),
  ),
  react: handler(requests.react, (body, world) => {
    react(world, body.user, ownSight(world, body.user, body), body.name);
    return { ok: true };
  }),
  unreact: handler(requests.unreact, (body, world) => {
    unreact(world, body.user, ownSight(world, body.user, body), body.name);
    return { ok: true };
  }),
  open_home: handler(requests.open_home, (body, world) => ({
    ok: true,
    channel: visit(world, body.user, "home").channel.id,
  })),
  open_dm: handler(requests.open_dm, (body, world) => ({
    ok: true,
    channel: visit(world, body.user, "messages").channel.id,
  })),
  join: handler(requests.join, (body, world) => {
    addToChannel(world, body.user, body.channel, body.user);
    return { ok: true, channel: body.channel };
  }),
  invite: handler(requests.invite, (body, world) => {
    addToChannel(world, body.user, body.channel, body.member ?? world.identity.bot);
    return { ok: true, channel: body.channel };
  }),
  stop_session: handler(requests.stop_session, (body, world) => {
    stopSession(world, body.user, body.channel, body.thread_ts);
    return { ok: true };
  }),
  fault: handler(requests.fault, (body, world) => {
    world.faults.push(body);
    return { ok: true };
  }),
  clear_faults: handler(requests.clear_faults, (_body, world) => {
    world.faults.length = 0;
    return { ok: true };
  }),
  disconnect: handler(requests.disconnect, (_body, _world, disconnect) => {
    disconnect();
    return { ok: true };
  }),
};

function said({ message }: Said): Reply {
  return { ok: true, channel: message.channel, ts: message.ts };
}
