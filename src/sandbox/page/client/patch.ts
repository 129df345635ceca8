/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * Makes `root` hold `markup` by changing as little as possible, so that focus, scroll positions, open
 * details and half-filled inputs survive. Elements are matched by `data-key` or `id`, else by their place.
 */
export function patch(root: Element, markup: string): void {
  const template = document.createElement("template");
  template.innerHTML = markup;
  patchChildren(root, template.content);
}

function patchChildren(root: Element | DocumentFragment, wanted: Element | DocumentFragment): void {
  const there = new Map<string, Element>();
  for (const child of root.children) {
    const key = keyOf(child);
    if (key !== undefined) there.set(key, child);
  }
  const keys = new Set([...wanted.children].map(keyOf));
  let cursor = root.firstChild;
  for (const next of Array.from(wanted.childNodes)) {
    cursor = dropGone(cursor, keys);
    const match = matchFor(next, cursor, there);
    if (match === undefined) root.insertBefore(next, cursor);
    else {
      if (match === cursor) cursor = cursor.nextSibling;
      else root.insertBefore(match, cursor);
      patchNode(match, next);
    }
  }
  while (cursor !== null) {
    const after: ChildNode | null = cursor.nextSibling;
    cursor.remove();
    cursor = after;
  }
}

/** Removing what is no longer wanted first spares moving all that comes after it. */
function dropGone(from: ChildNode | null, keys: ReadonlySet<string | undefined>): ChildNode | null {
  let cursor = from;
  while (cursor instanceof Element) {
    const key = keyOf(cursor);
    if (key === undefined || keys.has(key)) break;
    const after: ChildNode | null = cursor.nextSibling;
    cursor.remove();
    cursor = after;
  }
  return cursor;
}

function matchFor(next: ChildNode, cursor: ChildNode | null, there: Map<string, Element>) {
  const key = next instanceof Element ? keyOf(next) : undefined;
  if (key !== undefined) {
    const found = there.get(key);
    return found?.nodeName === next.nodeName ? found : undefined;
  }
  if (cursor === null || cursor.nodeName !== next.nodeName) return undefined;
  return cursor instanceof Element && keyOf(cursor) !== undefined ? undefined : cursor;
}

function patchNode(node: ChildNode, wanted: ChildNode): void {
  if (!(node instanceof Element) || !(wanted instanceof Element)) {
    if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
    return;
  }
  if (node.isEqualNode(wanted)) return;
  patchAttributes(node, wanted);
  patchChildren(node, wanted);
}

function patchAttributes(node: Element, wanted: Element): void {
  for (const { name } of Array.from(node.attributes)) {
    // The reader opens and closes these; where a menu floats is set by the page.
    const theirs = name === "style" || (name === "open" && node.nodeName === "DETAILS");
    if (!theirs && !wanted.hasAttribute(name)) node.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (name === "open" && node.nodeName === "DETAILS") continue;
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

function keyOf(element: Element): string | undefined {
  return (
    element.getAttribute("data-key") ??
    element.getAttribute("data-block") ??
    (element.id || undefined)
  );
}
