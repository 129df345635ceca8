import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { hit } from "../api/faults.ts";
import { knownFile } from "../api/files.ts";
import { limits } from "../check/limits.ts";
import { SlackFailure } from "../failure.ts";
import { spendResponseUrl } from "../world/grants.ts";
import { note } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { respond } from "../people/respond.ts";

type App = Hono<{ Bindings: HttpBindings }>;

/** What Slack answers, with status 200, to whoever asks for a file without a token. */
const loginPage =
  "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>";

/** `url_private` and `url_private_download`: the bytes for the app's token, the login page for others. */
export function mountDownloads(app: App, world: World, botToken: string): void {
  const paths = ["/files-pri/:key/:name", "/files-pri/:key/download/:name"];
  app.on("GET", paths, async (context) => {
    const fault = hit(world, "download");
    if (fault?.kind === "drop_after_accept") {
      context.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    if (fault)
      return new Response("", { status: fault.kind === "rate_limit" ? 429 : fault.status });
    if (context.req.header("authorization") !== `Bearer ${botToken}`)
      return context.html(loginPage);
    const id = (context.req.param("key") ?? "").split("-")[1] ?? "";
    try {
      const file = knownFile(world, id);
      const bytes = world.bytes.get(id) ?? new Uint8Array();
      return new Response(Buffer.from(bytes), { headers: { "content-type": file.mimetype } });
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
      return context.text("Not found", 404);
    }
  });
}

/** Where `files.getUploadURLExternal` sends the bytes, raw or as a form's first file. */
export function mountUploads(app: App, world: World): void {
  app.post("/upload/v1/:id", async (context) => {
    const id = context.req.param("id");
    const file = world.files.get(id);
    const fault = hit(world, "upload");
    if (fault)
      return new Response("", { status: fault.kind === "rate_limit" ? 429 : fault.status });
    if (!file || world.bytes.has(id)) return context.text("Not found", 404);
    const type = context.req.header("content-type") ?? "";
    const bytes = type.includes("multipart")
      ? await firstFile(await context.req.parseBody())
      : new Uint8Array(await context.req.arrayBuffer());
    if (!bytes || bytes.byteLength > limits.uploadBytes) return context.text("Bad request", 400);
    world.files.set(id, { ...file, size: bytes.byteLength });
    world.bytes.set(id, bytes);
    return context.text(`OK - ${bytes.byteLength}`);
  });
}

async function firstFile(form: Record<string, unknown>): Promise<Uint8Array | undefined> {
  const file = Object.values(form).find((value) => value instanceof File);
  return file && new Uint8Array(await file.arrayBuffer());
}

/** `response_url`: five answers within thirty minutes, then 404. */
export function mountResponses(app: App, world: World): void {
  app.post("/response/:team/:id", async (context) => {
    const started = performance.now();
    const done = (error: string | undefined) => {
      const ms = performance.now() - started;
      const line = { direction: "from_app", kind: "response_url", via: "http" } as const;
      const outcome = { ok: error === undefined, ...(error !== undefined && { error }) };
      note(world, { ...line, name: "response_url", ms, attempt: 0, ...outcome });
    };
    const target = spendResponseUrl(world, context.req.param("id"));
    if (!target) {
      done("used_url");
      return context.json({ ok: false, error: "used_url" }, 404);
    }
    try {
      respond(world, target, parse(await context.req.text()));
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
      done(error.code);
      return context.json({ ok: false, error: error.code }, 400);
    }
    done(undefined);
    return context.json({ ok: true });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SlackFailure("invalid_payload");
  }
}
