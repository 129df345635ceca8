import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { ZodError } from "zod";
import { SlackFailure } from "../failure.ts";
import type { Reply } from "../requests.ts";
import type { World } from "../world/world.ts";
import { type Handler, handlers } from "./handlers.ts";

/** `POST /sandbox/<name>` for every request of the contract; JSON alone, so that no form can post here. */
export function mountControl(
  app: Hono<{ Bindings: HttpBindings }>,
  world: World,
  disconnect: () => void,
): void {
  for (const [name, handle] of Object.entries(handlers)) {
    app.post(`/sandbox/${name}`, async (context) => {
      const type = context.req.header("content-type") ?? "";
      if (!type.startsWith("application/json")) {
        return context.json({ ok: false, error: "json_only" }, 415);
      }
      const reply = await carryOut(handle, await context.req.text(), world, disconnect);
      return context.json(reply, reply.error === "invalid_arguments" ? 400 : 200);
    });
  }
}

async function carryOut(
  handle: Handler,
  text: string,
  world: World,
  disconnect: () => void,
): Promise<Reply> {
  try {
    return await handle(JSON.parse(text), world, disconnect);
  } catch (error) {
    if (error instanceof SlackFailure) return { ok: false, error: error.code };
    if (error instanceof ZodError || error instanceof SyntaxError) {
      return { ok: false, error: "invalid_arguments" };
    }
    throw error;
  }
}
