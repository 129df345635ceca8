import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import { documentLimits } from "../limits.ts";
import type { Block, Content } from "./block.ts";
import { type DomDocument, type DomNode, elementBlocks } from "./dom.ts";

/** Under this many characters Readability has missed the point of the page (a list, a form, a reference). */
const articleCharsMin = 250;

/** A web page: its article where it has one, else its whole body without navigation. */
export function readHtml(html: string): Content {
  const { depth, elements } = measure(html);
  // Before any tree is built: tree walkers take quadratic time on deep nesting.
  if (depth > documentLimits.htmlDepthMax) {
    return { ok: false, why: "its elements are nested too deeply" };
  }
  const document: DomDocument = visiblePage(html);
  const title = document.querySelector("title")?.textContent ?? null;
  const heading = document.querySelector("h1")?.textContent ?? null;

  const article = elements > documentLimits.htmlElementsMax ? null : articleOf(html);
  if (article !== null) {
    return { ok: true, title: article.title ?? title, blocks: article.blocks, notes: [] };
  }
  for (const frame of document.querySelectorAll("nav, header, footer, aside, form")) frame.remove();
  const blocks = document.body === null ? [] : elementBlocks(document.body);
  return { ok: true, title: title ?? heading, blocks, notes: [] };
}

/** HTML that a converter made of a document: all of it counts. */
export function readWholeHtml(html: string): Content {
  if (measure(html).depth > documentLimits.htmlDepthMax) {
    return { ok: false, why: "its parts are nested too deeply" };
  }
  const { document }: { document: DomDocument } = parseHTML(withFrame(html));
  const title = document.querySelector("h1")?.textContent ?? null;
  const blocks = document.body === null ? [] : elementBlocks(document.body);
  return { ok: true, title, blocks, notes: [] };
}

const hiddenElements = [
  "script, style, noscript, template, iframe, svg, object, [hidden], [aria-hidden='true']",
  "[style*='display:none'], [style*='display: none'], [style*='visibility:hidden'], [style*='visibility: hidden']",
  "[style*='font-size:0'], [style*='font-size: 0'], [style*='opacity:0;'], [style*='opacity: 0;']",
].join(", ");

/** What a reader of the page cannot see is not quoted either. */
function visiblePage(html: string) {
  const { document } = parseHTML(withFrame(html));
  for (const hidden of document.querySelectorAll(hiddenElements)) hidden.remove();
  return document;
}

/** Pages may leave out the outermost tags, but the tree builder wants them all. */
function withFrame(html: string): string {
  if (/<head\b/i.test(html) && /<body\b/i.test(html)) return html;
  const content = html.replaceAll(/<!doctype[^<>]*>|<\/?(?:html|head)\b[^>]*>/gi, "");
  const start = content.search(/<body\b/i);
  if (start < 0) return `<html><head></head><body>${content}</body></html>`;
  return `<html><head>${content.slice(0, start)}</head>${content.slice(start)}</html>`;
}

function articleOf(html: string): { title: string | null; blocks: Block[] } | null {
  // From a tree of its own: Readability changes what it reads, and the body is still wanted where it fails.
  const reader = new Readability<DomNode>(visiblePage(html), {
    serializer: (node: DomNode) => node,
  });
  const article = reader.parse();
  if (!article?.content || (article.length ?? 0) < articleCharsMin) return null;
  return { title: article.title || null, blocks: elementBlocks(article.content) };
}

/**
 * How deep and how many elements, from the text alone. Elements that close themselves, or each other when left open,
 * do not count as depth.
 */
function measure(html: string): { depth: number; elements: number } {
  let depth = 0;
  let open = 0;
  let elements = 0;
  for (const [, slash, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)\b/gi)) {
    if (slash === "") elements += 1;
    if (selfClosing.has(name.toLowerCase())) continue;
    open = slash === "" ? open + 1 : Math.max(0, open - 1);
    depth = Math.max(depth, open);
  }
  return { depth, elements };
}

const selfClosing = new Set(
  (
    "area base br col embed hr img input link meta param source track wbr " +
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup html head body path"
  ).split(" "),
);
