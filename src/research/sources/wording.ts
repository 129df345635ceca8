import { wordingLimits } from "./limits.ts";

/** An address as it may be shown: no user, password, query or fragment, and not too long. */
export function shownUrl(address: string): string {
  const url = URL.parse(address);
  if (url === null) return "that address";
  if (url.protocol !== "http:" && url.protocol !== "https:") return `that ${url.protocol} address`;
  return shorten(`${url.protocol}//${url.host}${url.pathname}`, wordingLimits.nameCharsMax);
}

/** A file's name as it may be shown: its last part, printable, in one line, and not too long. */
export function shownName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const printable = last.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, "").trim();
  if (printable === "" || /^\.+$/.test(printable)) return "the file";
  const ending = /\.\w{1,8}$/.exec(printable)?.[0] ?? "";
  const stem = printable.slice(0, printable.length - ending.length);
  return shorten(stem, wordingLimits.nameCharsMax - ending.length) + ending;
}

/** "report.pdf could not be read: it is protected with a password." */
export const unreadable = (shown: string, why: string): string =>
  shorten(`${shown} could not be read: ${why}.`, wordingLimits.noteCharsMax);

/** At most `max` UTF-16 units, ending in "…" where something was cut, never in half a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** `5 MB`, `20 s`: limits as people say them. */
export const megabytes = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${Math.round(bytes / 1024 / 1024)} MB`;
export const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;
