import type { PageMount } from "../contract.ts";
import { people } from "../seed/workspace.ts";
import { readAssets } from "./assets.ts";
import { shell } from "./shell.ts";

/** Nothing from elsewhere, no script in the markup, no frame around it. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The page a person without Slack opens: `/` and Slack's permalinks answer its shell, `/page/…` its
 * script and style. What it shows it fetches from `/sandbox/state` and `/sandbox/events`.
 */
export const mountPage: PageMount = (app) => {
  const assets = readAssets(import.meta.dirname);
  const html = shell(people.ada);
  for (const path of paths) {
    app.get(path, (context) => {
      return context.body(html, 200, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy,
        ...always,
      });
    });
  }
  app.get("/page/*", (context) => {
    const asset = assets.get(context.req.path.slice("/page/".length));
    if (!asset) return context.body("Not found.", 404, { "content-type": "text/plain", ...always });
    return context.body(asset.body, 200, { "content-type": asset.type, ...always });
  });
};

/** Slack's addresses of places, messages, files and canvases. */
const paths = [
  "/",
  "/archives/:channel",
  "/archives/:channel/:message",
  "/files/:user/:file/:name?",
  "/docs/:team/:file",
];

const always = {
  "cache-control": "no-cache",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
