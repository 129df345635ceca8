import type { Ack, Reply } from "../requests.ts";
import type { Chosen, FormValues, SharedFile, View } from "../shapes.ts";
import { findChannel, openDirect } from "../world/channels.ts";
import type { World } from "../world/world.ts";
import { choose } from "./choose.ts";
import { clickMessage, clickView } from "./click.ts";
import { command } from "./command.ts";
import { addFile } from "./files.ts";
import { close, submit } from "./form.ts";
import { fillIn } from "./inputs.ts";
import { ownSight, ownView } from "./own.ts";
import { react, unreact } from "./reactions.ts";
import { addToChannel, edit, remove, say, type Said, unfurl } from "./say.ts";
import { shortcut } from "./shortcut.ts";
import { stopSession, visit } from "./visit.ts";

/** A message by where it is; any `Message` will do. */
export type At = { channel: string; ts: string };
/** A message that is there now, and how the app took the first delivery of each event about it. */
export type Posted = At & { acks: Ack[] };
export type InThread = { threadTs?: string };
/** Which of several equal action ids, a value other than the button's own, other inputs of the message. */
export type ClickOptions = { blockId?: string; value?: string; values?: FormValues };
export type Upload = { name: string; bytes: Uint8Array; mimetype?: string };

/** What one person can do. Channels are ids or `#names`; failures reject with a `SlackFailure`. */
export type Actor = {
  /** Resolves once the app took, or missed, the first delivery; without any app that is after some seconds. */
  say(channel: string, text: string, options?: InThread): Promise<Posted>;
  /** Writes to the app in private. */
  dm(text: string, options?: InThread): Promise<Posted>;
  command(channel: string, name: string, text?: string): Promise<Ack>;
  click(message: At, actionId: string, options?: ClickOptions): Promise<Ack>;
  /** Picks values (of options), ids (of people, channels) or a date in a menu of a message. */
  select(message: At, actionId: string, picked: string | string[]): Promise<Ack>;
  clickIn(viewId: string, actionId: string, options?: ClickOptions): Promise<Ack>;
  selectIn(viewId: string, actionId: string, picked: string | string[]): Promise<Ack>;
  /** Submits a modal: by block id or action id, a text or what was chosen; the rest keeps its initial value. */
  submit(viewId: string, values?: Record<string, string | Chosen>): Promise<Reply>;
  closeView(viewId: string, options?: { all?: boolean }): Promise<Reply>;
  shortcut(callbackId: string, message: At): Promise<Ack>;
  upload(
    channel: string,
    upload: Upload,
    options?: InThread & { text?: string },
  ): Promise<Posted & { file: SharedFile }>;
  edit(message: At, text: string): Promise<Posted>;
  /** A link of the message gets a preview: the message changes, though nobody edited it. */
  unfurl(message: At, attachment: Record<string, unknown>): Promise<Posted>;
  remove(message: At): Promise<Ack[]>;
  react(message: At, name: string): Promise<Ack[]>;
  unreact(message: At, name: string): Promise<Ack[]>;
  openHome(): Promise<Ack[]>;
  openMessages(): Promise<Ack[]>;
  join(channel: string): Promise<Ack[]>;
  /** Brings someone, the app unless told, into a channel. */
  invite(channel: string, member?: string): Promise<Ack[]>;
  stopSession(channel: string, threadTs: string): Promise<Ack[]>;
  /** Their open modals, the topmost last. */
  views(): View[];
  home(): View | undefined;
};

/** Everything a person can do, for tests: the same functions as behind the page's requests. */
export function actAs(world: World, user: string): Actor {
  return { ...writing(world, user), ...using(world, user), ...moving(world, user) };
}

function writing(world: World, user: string) {
  const at = (place: At) => ownSight(world, user, place);
  return {
    say: (channel: string, text: string, options: InThread = {}) =>
      posted(() => say(world, { user, channel, text, ...options })),
    dm: (text: string, options: InThread = {}) =>
      posted(() => say(world, { user, channel: openDirect(world, user).id, text, ...options })),
    edit: (place: At, text: string) => posted(() => edit(world, user, at(place), text)),
    unfurl: (place: At, attachment: Record<string, unknown>) =>
      posted(() => unfurl(world, at(place), attachment)),
    remove: async (place: At) => firsts(remove(world, user, at(place)).deliveries),
    react: async (place: At, name: string) => firsts(react(world, user, at(place), name)),
    unreact: async (place: At, name: string) => firsts(unreact(world, user, at(place), name)),
    async upload(channel: string, upload: Upload, options: InThread & { text?: string } = {}) {
      const { id } = findChannel(world, channel);
      const file = addFile(world, { ...upload, user, channels: [id] }, upload.bytes);
      const { text = "", ...where } = options;
      const said = await posted(() => say(world, { user, channel, text, files: [file], ...where }));
      return { ...said, file };
    },
  } satisfies Partial<Actor>;
}

function using(world: World, user: string) {
  const at = (place: At) => ownSight(world, user, place);
  const clicking = (actionId: string, { blockId, value, values = {} }: ClickOptions) => {
    const chosen: Chosen = value === undefined ? {} : { value };
    return { user, actionId, blockId, chosen, values };
  };
  return {
    command: (channel: string, name: string, text = "") =>
      command(world, { user, channel, command: name, text }),
    click: async (place: At, actionId: string, options: ClickOptions = {}) =>
      clickMessage(world, at(place), clicking(actionId, options)),
    async select(place: At, actionId: string, picked: string | string[]) {
      const message = at(place);
      const chosen = choose(message.blocks ?? [], actionId, [picked].flat());
      return clickMessage(world, message, { ...clicking(actionId, {}), chosen });
    },
    clickIn: async (viewId: string, actionId: string, options: ClickOptions = {}) =>
      clickView(world, ownView(world, user, viewId), clicking(actionId, options)),
    async selectIn(viewId: string, actionId: string, picked: string | string[]) {
      const view = ownView(world, user, viewId);
      const chosen = choose(view.blocks, actionId, [picked].flat());
      return clickView(world, view, { ...clicking(actionId, {}), chosen });
    },
    async submit(viewId: string, values: Record<string, string | Chosen> = {}) {
      const view = ownView(world, user, viewId);
      return submit(world, view, fillIn(view, values));
    },
    closeView: async (viewId: string, options: { all?: boolean } = {}) =>
      close(world, ownView(world, user, viewId), options.all ?? false),
    shortcut: async (callbackId: string, place: At) => shortcut(world, user, at(place), callbackId),
  } satisfies Partial<Actor>;
}

function moving(world: World, user: string) {
  return {
    openHome: async () => firsts(visit(world, user, "home").deliveries),
    openMessages: async () => firsts(visit(world, user, "messages").deliveries),
    join: async (channel: string) => firsts(addToChannel(world, user, channel, user)),
    invite: async (channel: string, member = world.identity.bot) =>
      firsts(addToChannel(world, user, channel, member)),
    stopSession: async (channel: string, threadTs: string) =>
      firsts(stopSession(world, user, findChannel(world, channel).id, threadTs)),
    views: () => [...world.views.values()].filter((view) => view.user === user),
    home: () => world.homes.get(user),
  } satisfies Partial<Actor>;
}

async function posted(act: () => Said): Promise<Posted> {
  const { message, deliveries } = act();
  return { channel: message.channel, ts: message.ts, acks: await firsts(deliveries) };
}

function firsts(deliveries: Said["deliveries"]): Promise<Ack[]> {
  return Promise.all(deliveries.map((delivery) => delivery.first));
}
