import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { PageView, SequencedChange } from "../contract.ts";
import type { World } from "../world/world.ts";
import { sees } from "./sight.ts";

/** How often an idle stream says that it is still there. */
const heartbeatMs = 15_000;

/** `GET /sandbox/state`, `/sandbox/events` and `/sandbox/files/:id`. */
export function mountWatching(
  app: Hono<{ Bindings: HttpBindings }>,
  world: World,
  view: PageView,
): void {
  app.get("/sandbox/state", (context) => {
    const snapshot = view.snapshot(context.req.query("user") ?? "");
    if (!snapshot) return context.json({ ok: false, error: "user_not_found" }, 404);
    return context.json(snapshot);
  });

  app.get("/sandbox/events", (context) => {
    const user = context.req.query("user") ?? "";
    const after = Number(context.req.header("last-event-id") ?? context.req.query("after") ?? "0");
    return streamSSE(context, async (stream) => {
      // A page that stops reading holds up its own writes alone: they queue in this one chain.
      let writes = Promise.resolve();
      const write = ({ sequence, change }: SequencedChange) => {
        const event = { id: String(sequence), event: change.type, data: JSON.stringify(change) };
        writes = writes.then(() => stream.writeSSE(event));
      };
      for (const missed of missedBy(world, user, after)) write(missed);
      const unsubscribe = view.subscribe(user, write);
      const beat = setInterval(() => {
        writes = writes.then(() => stream.write(": still here\n\n")).then(() => undefined);
      }, heartbeatMs).unref();
      await new Promise<void>((closed) => stream.onAbort(closed));
      clearInterval(beat);
      unsubscribe();
    });
  });

  app.get("/sandbox/files/:id", (context) => {
    const file = world.files.get(context.req.param("id"));
    const bytes = world.bytes.get(context.req.param("id"));
    const user = context.req.query("user") ?? "";
    const reached = file?.channels.some((one) => world.channels.get(one)?.members.includes(user));
    if (!file || !bytes || !reached)
      return context.json({ ok: false, error: "file_not_found" }, 404);
    const name = encodeURIComponent(file.name);
    return new Response(Buffer.from(bytes), {
      headers: {
        // Never shown in place: an uploaded page must not run as this origin.
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${name}`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}

function missedBy(world: World, user: string, after: number): SequencedChange[] {
  const missed = world.feed.since(after);
  if (!missed) return [{ sequence: world.feed.sequence(), change: { type: "reset" } }];
  return missed.filter(({ change }) => sees(world, user, change));
}
