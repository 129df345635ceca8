/** The things of the workspace, as they are kept, shown to the page and (mostly) sent to the app. */
import type { PlainTextElement } from "@slack/types";
import { z } from "zod";

/** A Block Kit block, already validated by the stand-in; the library types are too wide to restate. */
export const Block = z.looseObject({ type: z.string(), block_id: z.string().exactOptional() });
export type Block = z.infer<typeof Block>;

/** A person or app. `guest` is a multi-channel guest (Slack's `is_restricted`). */
export const Person = z.object({
  id: z.string(),
  name: z.string(),
  real_name: z.string(),
  title: z.string(),
  color: z.string(),
  is_bot: z.boolean(),
  is_guest: z.boolean(),
  is_admin: z.boolean(),
  tz: z.string(),
});
export type Person = z.infer<typeof Person>;

/** A channel, private channel or direct message; `user` is the other person of a direct message. */
export const Channel = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["public", "private", "im"]),
  topic: z.string(),
  created: z.number(),
  creator: z.string(),
  members: z.array(z.string()),
  user: z.string().exactOptional(),
});
export type Channel = z.infer<typeof Channel>;

/** A file as shown; its bytes are behind `/sandbox/files/:id`. `size` in bytes, `created` in seconds. */
export const SharedFile = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  mimetype: z.string(),
  filetype: z.string(),
  size: z.number(),
  created: z.number(),
  user: z.string(),
  channels: z.array(z.string()),
  /** Canvases are files too; theirs is the markdown they were made of. */
  markdown: z.string().exactOptional(),
});
export type SharedFile = z.infer<typeof SharedFile>;

export const Reaction = z.object({
  name: z.string(),
  users: z.array(z.string()),
  count: z.number(),
});

/** A message as stored; Slack's own field names. `ts` is its id within `channel`. */
export const Message = z.object({
  type: z.literal("message"),
  subtype: z.string().exactOptional(),
  channel: z.string(),
  ts: z.string(),
  user: z.string(),
  bot_id: z.string().exactOptional(),
  app_id: z.string().exactOptional(),
  username: z.string().exactOptional(),
  client_msg_id: z.string().exactOptional(),
  team: z.string(),
  text: z.string(),
  blocks: z.array(Block).exactOptional(),
  attachments: z.array(z.looseObject({})).exactOptional(),
  files: z.array(SharedFile).exactOptional(),
  thread_ts: z.string().exactOptional(),
  parent_user_id: z.string().exactOptional(),
  reactions: z.array(Reaction).exactOptional(),
  edited: z.object({ user: z.string(), ts: z.string() }).exactOptional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
    .exactOptional(),
  /** Set on a message only this person sees. */
  ephemeral_to: z.string().exactOptional(),
  /** True while `chat.appendStream` may still add to it. */
  streaming: z.boolean().exactOptional(),
  reply_broadcast: z.boolean().exactOptional(),
  /** Kept on a parent: how many replies, who wrote them, the newest one. */
  reply_count: z.number().exactOptional(),
  reply_users: z.array(z.string()).exactOptional(),
  latest_reply: z.string().exactOptional(),
});
export type Message = z.infer<typeof Message>;

/** A text object as it stands in titles and labels. */
export const PlainText = z.looseObject({ type: z.string(), text: z.string() });

/** Slack's types call every option's text plain; in checkboxes and radio buttons it may be mrkdwn too. */
const OptionText = z.custom<PlainTextElement>((text) => PlainText.safeParse(text).success);
export const Option = z.object({ text: OptionText, value: z.string() });

/**
 * What was chosen, in Slack's field names: `{}` for a button, `selected_option` for a select, radio or
 * overflow menu, `selected_options` for checkboxes and multi selects, `selected_date`, and so on.
 */
export const Chosen = z.object({
  value: z.string().nullable().exactOptional(),
  selected_option: Option.nullable().exactOptional(),
  selected_options: z.array(Option).exactOptional(),
  selected_date: z.string().nullable().exactOptional(),
  selected_time: z.string().nullable().exactOptional(),
  selected_date_time: z.number().nullable().exactOptional(),
  selected_user: z.string().nullable().exactOptional(),
  selected_users: z.array(z.string()).exactOptional(),
  selected_conversation: z.string().nullable().exactOptional(),
  selected_conversations: z.array(z.string()).exactOptional(),
  selected_channel: z.string().nullable().exactOptional(),
  selected_channels: z.array(z.string()).exactOptional(),
});
export type Chosen = z.infer<typeof Chosen>;

/** The state of a form: block id → action id → the element's type and what it holds. */
export const FormValues = z.record(
  z.string(),
  z.record(z.string(), Chosen.extend({ type: z.string() })),
);
export type FormValues = z.infer<typeof FormValues>;

/** An open modal or a published Home tab. `state` holds what was submitted or changed last. */
export const View = z.object({
  id: z.string(),
  type: z.enum(["modal", "home"]),
  user: z.string(),
  callback_id: z.string(),
  external_id: z.string(),
  private_metadata: z.string(),
  hash: z.string(),
  title: PlainText.exactOptional(),
  submit: PlainText.nullish(),
  close: PlainText.nullish(),
  blocks: z.array(Block),
  state: z.object({ values: FormValues }),
  clear_on_close: z.boolean(),
  notify_on_close: z.boolean(),
  submit_disabled: z.boolean(),
  root_view_id: z.string(),
  previous_view_id: z.string().nullable(),
});
export type View = z.infer<typeof View>;
