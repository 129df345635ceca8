import type { MiddlewareHandler } from "hono";

/**
 * The page can speak as any person, so only the page may: the Host header must name this machine (no
 * other name that resolves here), and a browser's Origin must be this very server.
 */
export function guard(): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (!isLocal(host)) return context.json({ ok: false, error: "wrong_host" }, 403);
    const origin = context.req.header("origin");
    if (origin !== undefined && origin !== `http://${host}`) {
      return context.json({ ok: false, error: "wrong_origin" }, 403);
    }
    return next();
  };
}

function isLocal(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}
