import type { AppMentionEvent, FileShareMessageEvent } from "@slack/types";
import type { SharedFile } from "../shapes.ts";
import type { World } from "../world/world.ts";

/** A file as Slack describes it in messages and `files.info`. */
export type FilePayload = WithoutPictures<NonNullable<AppMentionEvent["files"]>[number]> &
  Pick<NonNullable<FileShareMessageEvent["files"]>[number], "mode"> & {
    channels: string[];
    groups: string[];
  };

/** Slack's own types disagree about pictures' fields, and we draw none. */
type WithoutPictures<File> = {
  [
    Field in keyof File as Field extends `thumb_${string}` | `original_${string}` ? never : Field
  ]: File[Field];
};

export function filePayload(world: World, file: SharedFile): FilePayload {
  const { team } = world.identity;
  const path = `${world.url}files-pri/${team.id}-${file.id}`;
  const name = encodeURIComponent(file.name.toLowerCase());
  const kinds = file.channels.map((id) => [id, world.channels.get(id)?.kind] as const);
  const ofKind = (kind: string) => kinds.filter((one) => one[1] === kind).map(([id]) => id);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.user,
    user_team: team.id,
    editable: false,
    size: file.size,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: ofKind("public").length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: "",
    url_private: `${path}/${name}`,
    url_private_download: `${path}/download/${name}`,
    permalink: `${world.url}files/${file.user}/${file.id}/${name}`,
    permalink_public: "",
    media_display_type: "unknown",
    is_starred: false,
    has_rich_preview: false,
    file_access: "visible",
    channels: ofKind("public"),
    groups: ofKind("private"),
  };
}
