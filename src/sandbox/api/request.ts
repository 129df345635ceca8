import type { Context } from "hono";
import { z } from "zod";

/** A Web API call as it came in: the token from the header or the body, the arguments as they are. */
export type Call = { method: string; token: string; args: Record<string, unknown> };

const Json = z.record(z.string(), z.unknown());

/** Reads a call made with GET, a form or JSON. A JSON body that does not parse counts as empty. */
export async function readCall(context: Context): Promise<Call> {
  const args = { ...context.req.query(), ...(await readBody(context)) };
  const bearer = /^Bearer\s+(.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
  const inBody = args["token"];
  delete args["token"];
  return {
    method: context.req.param("method") ?? "",
    token: bearer ?? (typeof inBody === "string" ? inBody : ""),
    args,
  };
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const type = context.req.header("content-type") ?? "";
  if (context.req.method === "GET") return {};
  if (type.includes("json")) return Json.catch({}).parse(parse(await context.req.text()));
  if (type.includes("multipart")) return Json.parse(await context.req.parseBody());
  return Object.fromEntries(new URLSearchParams(await context.req.text()));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
