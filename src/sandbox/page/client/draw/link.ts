import { draw, type Html, type Piece } from "./html.ts";

/** A link that opens beside the page; the bare words when the address is not http, https or mailto. */
export function link(url: string, label: Piece): Html {
  const href = safeUrl(url);
  if (href === undefined) return draw`${label}`;
  return draw`<a href="${href}" target="_blank" rel="noopener noreferrer">${label}</a>`;
}

/** The address when a click on it can do no harm here; `javascript:` and its kin are undefined. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  return ["http:", "https:", "mailto:"].includes(new URL(url).protocol) ? url : undefined;
}

/** Pictures come from the page's own server or from the block itself: nothing here leaves this machine. */
export function safeImage(url: string): string | undefined {
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=]+$/u.test(url)) return url;
  return /^\/(?!\/)[\w./?=&%-]*$/u.test(url) ? url : undefined;
}
