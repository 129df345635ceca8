import type { Delivered } from "../delivery/envelope.ts";
import type { Message, SharedFile } from "../shapes.ts";
import { newId, nextTs } from "../world/ids.ts";
import type { World } from "../world/world.ts";
import { tell } from "./announce.ts";

export type NewFile = {
  name: string;
  title?: string | undefined;
  mimetype?: string | undefined;
  user: string;
  channels: string[];
  /** In seconds since 1970; now unless told. */
  created?: number;
  id?: string;
};

/** Keeps a file and its bytes. */
export function addFile(world: World, file: NewFile, bytes: Uint8Array): SharedFile {
  const kept: SharedFile = {
    id: file.id ?? newId("F"),
    name: file.name,
    title: file.title ?? file.name,
    mimetype: file.mimetype ?? mimetypeOf(file.name),
    filetype: file.name.split(".").at(-1)?.toLowerCase() ?? "binary",
    size: bytes.byteLength,
    created: file.created ?? Math.floor(world.now().getTime() / 1_000),
    user: file.user,
    channels: file.channels,
  };
  world.files.set(kept.id, kept);
  world.bytes.set(kept.id, bytes);
  return kept;
}

/** `file_shared` for every file of a message, beside its `message` event. */
export function announceFiles(world: World, message: Message): Delivered[] {
  const channel = world.channels.get(message.channel);
  if (!channel) return [];
  return (message.files ?? []).flatMap((file) =>
    tell(world, channel, {
      type: "file_shared",
      file_id: file.id,
      user_id: message.user,
      file: { id: file.id },
      channel_id: channel.id,
      event_ts: nextTs(world),
    }),
  );
}

const mimetypes: ReadonlyMap<string, string> = new Map([
  ["md", "text/markdown"],
  ["txt", "text/plain"],
  ["csv", "text/csv"],
  ["html", "text/html"],
  ["json", "application/json"],
  ["pdf", "application/pdf"],
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
]);

export function mimetypeOf(name: string): string {
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  return mimetypes.get(ending) ?? "application/octet-stream";
}
