/// <reference lib="dom" />
import { draw } from "./draw/html.ts";
import { fileUrl } from "./draw/image.ts";
import { markdown } from "./draw/markdown.ts";
import type { Page } from "./page.ts";
import { worldOf } from "./state.ts";
import { icon } from "./view/icon.ts";

/** Opens a canvas, or another file of text, over the page; what cannot be read so is saved instead. */
export async function openReader(page: Page, id: string): Promise<void> {
  const { snapshot } = page.state();
  const known = snapshot.messages.flatMap((one) => one.files ?? []).find((one) => one.id === id);
  if (known?.markdown !== undefined) {
    show(page, known.title || known.name, known.markdown);
    return;
  }
  const url = fileUrl(id, snapshot.me);
  const answer = await fetch(url);
  if (!answer.ok) {
    page.toast("That file is not there, or not shared with you.");
    return;
  }
  const name = nameIn(answer.headers.get("content-disposition") ?? "") || id;
  if (/\.(?:md|txt)$/iu.test(name) || !name.includes(".")) show(page, name, await answer.text());
  else location.assign(url);
}

/** The file a path of Slack's names: `/files/U…/F…/name` and `/docs/T…/F…`. */
export function fileIn(path: string): string | undefined {
  return /^\/(?:files|docs)\/\w+\/(F\w+)(?:\/|$)/u.exec(path)?.[1];
}

function show(page: Page, title: string, text: string): void {
  const dialog = document.querySelector<HTMLDialogElement>("#reader");
  if (dialog === null) return;
  const body = markdown(text, worldOf(page.state().snapshot, Date.now()));
  dialog.innerHTML = draw`<div class="modal reader" data-testid="reader"><header><h2>${title}</h2>
    <button type="button" class="tool" data-do="close-reader" aria-label="Close">${icon("close")}</button></header>
    <div class="modal-body canvas-text" tabindex="0">${body}</div></div>`.markup;
  if (!dialog.open) dialog.showModal();
}

function nameIn(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/u.exec(disposition)?.[1] ?? "";
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded; // A stray percent sign is no reason not to open the file.
  }
}
