import { type Block, paragraph } from "./block.ts";
import { cleanText } from "./passages.ts";
import { tableBlocks } from "./table.ts";

/** The little of the DOM that reading needs. */
export type DomNode = {
  readonly nodeType: number;
  readonly localName?: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<DomNode>;
};

export type DomElement = DomNode & {
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  remove(): void;
};
export type DomDocument = Pick<DomElement, "querySelector" | "querySelectorAll"> & {
  readonly body: DomElement | null;
};

/** The blocks of an element and all in it, in reading order: headings become locators, tables rows. */
export function elementBlocks(root: DomNode): Block[] {
  const walk: Walk = { blocks: [], heading: null, inline: "" };
  visit(root, walk);
  flush(walk);
  return walk.blocks;
}

/** What was read so far; `inline` is the paragraph that is still open. */
type Walk = { readonly blocks: Block[]; heading: string | null; inline: string };

const textNode = 3;
const cdataNode = 4;

/** Recursive: the depth was limited before the tree was built. */
function visit(node: DomNode, walk: Walk): void {
  if (node.nodeType === textNode || node.nodeType === cdataNode) {
    walk.inline += (node.textContent ?? "").replaceAll(/\s+/g, " ");
    return;
  }
  const name = node.localName ?? "";
  if (ignored.has(name)) return;
  if (/^h[1-6]$/.test(name)) {
    flush(walk);
    walk.heading = cleanText(node.textContent ?? "").replaceAll("\n", " ") || walk.heading;
  } else if (name === "pre") {
    flush(walk);
    walk.blocks.push(paragraph(node.textContent ?? "", walk.heading));
  } else if (name === "br") {
    walk.inline += "\n";
  } else if (name === "table" && isData(node)) {
    flush(walk);
    walk.blocks.push(...tableBlocks(rowsOf(node), () => walk.heading).blocks);
  } else {
    const block = blockElements.has(name);
    if (block) flush(walk);
    for (const child of node.childNodes) visit(child, walk);
    if (block) flush(walk);
  }
}

function flush(walk: Walk): void {
  if (walk.inline.trim() !== "") walk.blocks.push(paragraph(walk.inline, walk.heading));
  walk.inline = "";
}

const ignored = new Set(
  "script style noscript template head iframe svg math button select".split(" "),
);
const blockElements = new Set(
  (
    "address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer " +
    "form header hgroup hr html legend li main menu nav ol p search section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

/** Tables that hold data, not the page's layout: no table inside, and more than one row with more than one cell. */
function isData(table: DomNode): boolean {
  if (descendants(table, "table").length > 0) return false;
  return rowsOf(table).filter((cells) => cells.length > 1).length > 1;
}

const rowsOf = (table: DomNode): string[][] =>
  descendants(table, "tr").map((row) =>
    [...row.childNodes]
      .filter(({ localName }) => localName === "td" || localName === "th")
      .map((cell) => cell.textContent ?? ""),
  );

function descendants(node: DomNode, name: string): DomNode[] {
  return [...node.childNodes].flatMap((child) => [
    ...(child.localName === name ? [child] : []),
    ...(child.nodeType === textNode ? [] : descendants(child, name)),
  ]);
}
