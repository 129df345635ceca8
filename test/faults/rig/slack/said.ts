import type { Answer, Call } from "./methods.ts";

/** A message as somebody else wrote it. */
export type Spoken = { readonly ts: string; readonly user: string; readonly text: string };

/** A text that somebody uploaded. */
export type Upload = {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly text: string;
  readonly channel: string;
};

/** What people have put into Slack before we come; nothing unless a trial puts it there. */
export type Said = {
  /** By channel. */
  readonly places: Map<string, { readonly private: boolean; readonly members: readonly string[] }>;
  /** By channel and first message: `C1/1.1`. */
  readonly threads: Map<string, readonly Spoken[]>;
  readonly uploads: Map<string, Upload>;
};

export const nothingSaid = (): Said => ({
  places: new Map(),
  threads: new Map(),
  uploads: new Map(),
});

type Asking = (said: Said, args: Call["args"], url: string) => Answer;

/** What Slack tells of what people have put into it; `url` is where it is. */
export const askings: Readonly<Record<string, Asking>> = {
  "conversations.info": ({ places }, { channel }) => {
    const place = places.get(String(channel));
    return place === undefined
      ? { ok: false, error: "channel_not_found" }
      : { ok: true, channel: { name: "trial", is_private: place.private } };
  },
  "conversations.members": ({ places }, { channel }) => ({
    ok: true,
    members: places.get(String(channel))?.members ?? [],
  }),
  "users.info": (_said, { user }) => ({ ok: true, user: { real_name: `Person ${String(user)}` } }),
  "files.info": ({ uploads }, { file }, url) => {
    const upload = uploads.get(String(file));
    if (upload === undefined) return { ok: false, error: "file_not_found" };
    const { id, name, mimetype, channel } = upload;
    const urls = { url_private: `${url}/files/${id}` };
    return { ok: true, file: { id, name, mimetype, channels: [channel], ...urls } };
  },
};
