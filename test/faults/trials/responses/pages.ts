import type { RequestListener } from "node:http";
import { noise } from "../../../research/sources/bomb.ts";

/** A page that is not what it says it is. */
export type MisleadingPage = {
  readonly name: string;
  readonly answer: RequestListener;
  /** What of it is read; null where it is not read. */
  readonly read: string | null;
  /** How the sentence ends about why not; null where it is read. */
  readonly told: string | null;
};

const page = (text: string | Buffer, type: string, more: Record<string, string> = {}) => {
  const answer: RequestListener = (_message, response) =>
    response.writeHead(200, { "content-type": type, ...more }).end(text);
  return answer;
};
const frame = (text: string) => `<html><head></head><body><p>${text}</p></body></html>`;
const unread = (name: string, answer: RequestListener, told: string): MisleadingPage => ({
  name,
  answer,
  read: null,
  told,
});
const legible = (name: string, answer: RequestListener, read: string): MisleadingPage => ({
  name,
  answer,
  read,
  told: null,
});

const words = "Naïve words.";

export const misleadingPages: readonly MisleadingPage[] = [
  legible("HTML as PDF", page(frame(words), "application/pdf"), words),
  legible("UTF-8 as UTF-16", page(frame(words), "text/html; charset=utf-16"), words),
  legible(
    "UTF-16 as UTF-8",
    page(Buffer.from(`\uFEFF${frame(words)}`, "utf16le"), "text/html; charset=utf-8"),
    words,
  ),
  legible(
    "UTF-7, which nobody decodes",
    page(frame("+ADw-script+AD4-"), "text/html; charset=utf-7"),
    "+ADw-script+AD4-",
  ),
  legible(
    "a file name that climbs",
    page(words, "text/plain", {
      "content-disposition": "attachment; filename*=utf-8''..%2F..%2F%00etc%E2%80%AEgnp.txt",
    }),
    words,
  ),
  unread(
    "PDF as HTML",
    page("%PDF-1.7\n1 0 obj <<", "text/html"),
    "it is damaged or not really a PDF.",
  ),
  unread(
    "a picture as HTML",
    page(
      Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), noise(20_000)]),
      "text/html",
    ),
    "it is a picture, and I cannot read pictures.",
  ),
  unread(
    "noise as text",
    page(noise(20_000), "text/plain"),
    "it is not a text, and of a type I do not know.",
  ),
  unread(
    "a page of 5,000 nested elements",
    page(frame("<div>".repeat(5000)), "text/html"),
    "its elements are nested too deeply.",
  ),
];
