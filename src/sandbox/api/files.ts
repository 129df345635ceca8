import type {
  FilesCompleteUploadExternalResponse,
  FilesGetUploadURLExternalResponse,
  FilesInfoResponse,
} from "@slack/web-api";
import { z } from "zod";
import { limits } from "../check/limits.ts";
import { SlackFailure } from "../failure.ts";
import { filePayload } from "../payload/file.ts";
import { announce } from "../people/announce.ts";
import { addFile, announceFiles } from "../people/files.ts";
import type { SharedFile } from "../shapes.ts";
import { hasBot, joinedChannel } from "../world/channels.ts";
import { record } from "../world/journal.ts";
import { addMessage, rootTs } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { author, reply } from "./chat.ts";
import { type Answer, id, json, method } from "./method.ts";

const info = method(z.object({ file: id }), (args, world): Answer<FilesInfoResponse> => {
  const file = knownFile(world, args.file);
  return { file: filePayload(world, file), comments: [], response_metadata: { next_cursor: "" } };
});

const getUploadUrl = method(
  z.object({
    filename: id,
    length: z.coerce.number().int().positive(),
    alt_txt: z.string().optional(),
  }),
  (args, world): Answer<FilesGetUploadURLExternalResponse> => {
    if (args.length > limits.uploadBytes) throw new SlackFailure("file_upload_size_restricted");
    const file = addFile(
      world,
      { name: args.filename, user: world.identity.bot, channels: [] },
      new Uint8Array(),
    );
    world.bytes.delete(file.id); // Until they are uploaded.
    return { upload_url: `${world.url}upload/v1/${file.id}`, file_id: file.id };
  },
);

const completeUpload = method(
  z.object({
    files: json(z.array(z.object({ id, title: z.string().optional() })).min(1)),
    channel_id: z.string().optional(),
    channels: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
    blocks: json(z.unknown()).optional(),
  }),
  (args, world): Answer<FilesCompleteUploadExternalResponse> => {
    const target = args.channel_id || args.channels?.split(",")[0];
    const channel = target ? joinedChannel(world, target) : undefined;
    const files = args.files.map((one) => complete(world, one, channel?.id));
    if (channel) shareUploaded(world, channel.id, files, args);
    const shown = files.map((file) => filePayload(world, file));
    return { files: shown };
  },
);

function complete(
  world: World,
  uploaded: { id: string; title?: string | undefined },
  channel: string | undefined,
): SharedFile {
  const file = world.files.get(uploaded.id);
  const bytes = world.bytes.get(uploaded.id);
  if (!file || !bytes) throw new SlackFailure("file_not_found");
  const done = {
    ...file,
    title: uploaded.title ?? file.title,
    channels: channel ? [channel] : [],
  };
  world.files.set(file.id, done);
  return done;
}

function shareUploaded(
  world: World,
  channel: string,
  files: SharedFile[],
  args: { thread_ts?: string | undefined; initial_comment?: string | undefined },
): void {
  const threadTs = args.thread_ts ? rootTs(world, channel, args.thread_ts) : undefined;
  const message = addMessage(world, {
    channel,
    ...author(world),
    text: args.initial_comment ?? "",
    files,
    ...reply(world, channel, threadTs),
  });
  record(world, "files.completeUploadExternal", message);
  announce(world, message);
  announceFiles(world, message);
}

/** A file the app may know of: its own, or one in a channel it is in. */
export function knownFile(world: World, fileId: string): SharedFile {
  const file = world.files.get(fileId);
  if (!file || !world.bytes.has(fileId)) throw new SlackFailure("file_not_found");
  const reached = file.channels.some((channel) => {
    const found = world.channels.get(channel);
    return found !== undefined && hasBot(world, found);
  });
  if (!reached && file.user !== world.identity.bot) throw new SlackFailure("file_not_found");
  return file;
}

export const fileMethods = {
  "files.info": info,
  "files.getUploadURLExternal": getUploadUrl,
  "files.completeUploadExternal": completeUpload,
};
