import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { askings } from "./said.ts";
import { identity, placeOf, type Posted, type World } from "./world.ts";

/** A call as it came in; `by` is the process that made it, as its token names it. */
export type Call = {
  readonly method: string;
  readonly by: string;
  readonly args: Readonly<Record<string, unknown>>;
};

export type Answer = { readonly ok: boolean; readonly [field: string]: unknown };

/** Every process shows a token of its own. */
export const tokenOf = (name: string): string => `xoxb-${name}`;

/** Nested arguments come as JSON within a form, as Slack's own client sends them. */
export function readCall(request: IncomingMessage, body: string): Call {
  const args = Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [name, unfolded(value)]),
  );
  const [, by = ""] = /^Bearer xoxb-(.+)$/.exec(request.headers.authorization ?? "") ?? [];
  return { method: (request.url ?? "").replace(/^\/api\//, ""), by, args };
}

function unfolded(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value;
}

/** `url` is where Slack itself is. Of what people have put there it tells only where a trial has put something. */
export function answerTo(world: World, call: Call, visibleAfterMs: number, url: string): Answer {
  const asking = askings[call.method];
  if (asking !== undefined && world.said.places.size > 0) return asking(world.said, call.args, url);
  const method = methods[call.method];
  if (method === undefined) return { ok: false, error: "unknown_method" };
  return method(world, call, visibleAfterMs);
}

type Method = (world: World, call: Call, visibleAfterMs: number) => Answer;

const Metadata = z.object({ event_payload: z.object({ key: z.string() }) });
const Post = z.object({
  channel: z.string(),
  thread_ts: z.string().nullable().default(null),
  text: z.string(),
  blocks: z.unknown(),
  metadata: Metadata,
});

const postMessage: Method = (world, { by, args }, visibleAfterMs) => {
  const { channel, thread_ts: threadTs, text, blocks, metadata } = Post.parse(args);
  const { key } = metadata.event_payload;
  const now = Date.now();
  const times = { acceptedAt: now, visibleAt: now + visibleAfterMs };
  const shown = { text, blocks: JSON.stringify(blocks) };
  const { ts } = world.add({ channel, threadTs, key, by, ...times, ...shown });
  return { ok: true, channel, ts };
};

const update: Method = (world, { args }) => {
  const { channel, ts, text, blocks } = z
    .object({ channel: z.string(), ts: z.string(), text: z.string(), blocks: z.unknown() })
    .parse(args);
  const message = world.byTs.get(placeOf(channel, ts));
  if (message === undefined) return { ok: false, error: "message_not_found" };
  message.text = text;
  message.blocks = JSON.stringify(blocks);
  return { ok: true, channel, ts };
};

const Window = z.object({
  channel: z.string(),
  ts: z.string().optional(),
  oldest: z.coerce.number().default(0),
  limit: z.coerce.number(),
  cursor: z.coerce.number().default(0),
});

/** Of a thread in time order, of a channel backwards: as Slack does. */
const read: Method = (world, { args }) => {
  const { channel, ts, oldest, limit, cursor } = Window.parse(args);
  if (world.unreadable.has(channel)) return { ok: false, error: "missing_scope" };
  const all =
    ts === undefined
      ? (world.inChannel.get(channel) ?? []).toReversed()
      : (world.inThread.get(placeOf(channel, ts)) ?? []);
  const seen = all.filter((one) => one.visibleAt <= Date.now() && Number(one.ts) > oldest);
  const spoken = cursor === 0 ? (world.said.threads.get(placeOf(channel, ts ?? "")) ?? []) : [];
  const next = cursor + limit < seen.length ? String(cursor + limit) : "";
  return {
    ok: true,
    messages: [...spoken, ...seen.slice(cursor, cursor + limit).map(payloadOf)],
    response_metadata: { next_cursor: next },
  };
};

const payloadOf = ({ ts, threadTs, text, key }: Posted) => ({
  type: "message",
  ts,
  text,
  bot_id: identity.botId,
  user: identity.botUser,
  ...(threadTs !== null && { thread_ts: threadTs }),
  metadata: { event_type: "legwork", event_payload: { key } },
});

const methods: Readonly<Record<string, Method>> = {
  "auth.test": () => ({
    ok: true,
    url: "https://trial.example/",
    team_id: identity.team,
    user_id: identity.botUser,
    bot_id: identity.botId,
  }),
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.postEphemeral": () => ({ ok: true, message_ts: "1.1" }),
  "conversations.replies": read,
  "conversations.history": read,
  "conversations.open": (_world, { args }) => ({
    ok: true,
    channel: { id: String(args["users"]).replace(/^U/, "D") },
  }),
  "views.publish": () => ({ ok: true }),
};
