/**
 * What the browser page knows of the stand-in: the snapshot it starts from, the changes that follow,
 * and the door its routes are mounted through. The things themselves (messages, views, people) are in
 * `shapes.ts`; what the page may ask for is in `requests.ts`.
 *
 * - `GET /sandbox/state?user=U…` answers a `Snapshot` as that person sees it.
 * - `GET /sandbox/events?user=U…&after=N` is an SSE stream of `Change`s with `id` = sequence, `event` =
 *   `change.type` and `data` = the change as JSON. Start with `after` = `snapshot.sequence`; the
 *   browser's own `Last-Event-ID` is honoured on reconnects. A `reset` change says that too much was
 *   missed: fetch the snapshot again.
 * - `GET /sandbox/files/:id?user=U…` answers the bytes of a file that person may see.
 *
 * The page is mounted by passing its `PageMount` to `startSandbox({ page })`; this folder's server part
 * never imports `page/`.
 */
import type { Hono } from "hono";
import { z } from "zod";
import { Channel, Message, Person, View } from "./shapes.ts";

/**
 * One line of the live log. `at` in ms since 1970, `ms` how long the answer took, `attempt` 0 for the
 * first delivery. `detail` never holds message text: ids, counts and names only.
 */
export const LogEntry = z.object({
  id: z.number(),
  at: z.number(),
  direction: z.enum(["to_app", "from_app"]),
  kind: z.enum(["event", "command", "interaction", "api", "response_url", "socket"]),
  via: z.enum(["http", "socket"]),
  name: z.string(),
  ok: z.boolean(),
  ms: z.number(),
  attempt: z.number(),
  error: z.string().exactOptional(),
  detail: z.string().exactOptional(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** "is researching…" under a thread, and the prompts and title an assistant thread was given. */
export const ThreadState = z.object({
  channel: z.string(),
  thread_ts: z.string(),
  /** Empty when nothing is shown. */
  status: z.string(),
  /** While `processing`, Slack shows a Stop button: `POST /sandbox/stop_session`. */
  session: z.enum(["active", "processing", "suspended", "closed"]).exactOptional(),
  title: z.string().exactOptional(),
  prompts: z.array(z.object({ title: z.string(), message: z.string() })),
});
export type ThreadState = z.infer<typeof ThreadState>;

/** A warning Slack draws beside what was clicked when the app did not answer. Not stored. */
export const Trouble = z.object({
  user: z.string(),
  text: z.string(),
  channel: z.string().exactOptional(),
  ts: z.string().exactOptional(),
  view_id: z.string().exactOptional(),
  action_id: z.string().exactOptional(),
});
export type Trouble = z.infer<typeof Trouble>;

export const Command = z.object({ command: z.string(), usage: z.string(), about: z.string() });
export const Shortcut = z.object({ callback_id: z.string(), name: z.string() });

/** How the app is reached. `connected` is always true over HTTP: nobody knows before the first try. */
export const Connection = z.object({ mode: z.enum(["http", "socket"]), connected: z.boolean() });

/** Everything one person sees at one moment. Messages are in time order; ephemerals are theirs only. */
export const Snapshot = z.object({
  sequence: z.number(),
  team: z.object({ id: z.string(), name: z.string(), domain: z.string() }),
  me: z.string(),
  bot: z.string(),
  users: z.array(Person),
  /** Those they are in, and public ones they could join. */
  channels: z.array(Channel),
  messages: z.array(Message),
  threads: z.array(ThreadState),
  /** Open modals, oldest first; the last is on top. */
  views: z.array(View),
  home: View.nullable(),
  commands: z.array(Command),
  shortcuts: z.array(Shortcut),
  connection: Connection,
  log: z.array(LogEntry),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** One thing that happened. `message`, `channel`, `thread`, `view` and `home` replace what had that id. */
export const Change = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), message: Message }),
  z.object({ type: z.literal("message_removed"), channel: z.string(), ts: z.string() }),
  z.object({ type: z.literal("channel"), channel: Channel }),
  z.object({ type: z.literal("thread"), thread: ThreadState }),
  z.object({ type: z.literal("view"), view: View }),
  z.object({ type: z.literal("view_closed"), user: z.string(), view_id: z.string() }),
  z.object({ type: z.literal("home"), view: View }),
  z.object({ type: z.literal("trouble"), trouble: Trouble }),
  z.object({ type: z.literal("connection"), connection: Connection }),
  z.object({ type: z.literal("log"), entry: LogEntry }),
  z.object({ type: z.literal("reset") }),
]);
export type Change = z.infer<typeof Change>;
export type SequencedChange = { sequence: number; change: Change };

/** What the page's routes may read of the world. They change nothing: that is what requests are for. */
export type PageView = {
  /** Undefined when there is no such person, or it is a bot. */
  snapshot(user: string): Snapshot | undefined;
  /** The message if that person can see it. */
  message(user: string, channel: string, ts: string): Message | undefined;
  /** Calls `listener` with every later change that person may see; the answer ends it. */
  subscribe(user: string, listener: (change: SequencedChange) => void): () => void;
};

/** Adds the page's routes (`/`, its script, its style, drawn blocks) to the stand-in's server. */
export type PageMount = (app: Hono, view: PageView) => void;
