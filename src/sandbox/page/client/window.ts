/// <reference lib="dom" />
import type { Hands } from "./acts.ts";
import { controlChanged, submitView } from "./controls.ts";
import { saveEdit } from "./messageActs.ts";
import type { Page } from "./page.ts";
import { readRoute } from "./route.ts";

/** Submits, changes and keys, wherever on the page they happen. */
export function listenToForms(hands: Hands): void {
  const { page } = hands;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset["form"] === undefined) return;
    event.preventDefault();
    if (form.dataset["form"] === "view") void submitView(page, form);
    else void saveEdit(hands, form);
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof Element) void controlChanged(page, event.target);
  });
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.dataset["doInput"] !== "log-text") return;
    page.change({ drawer: { ...page.state().drawer, text: input.value } });
  });
  document.addEventListener("keydown", (event) => {
    editorKey(hands, event);
    submitKey(event);
  });
  document.getElementById("modal")?.addEventListener("cancel", (event) => {
    // The dialog follows the views: it closes when the stand-in says that they are closed.
    event.preventDefault();
    const view_id = page.state().snapshot.views.at(-1)?.id;
    if (view_id !== undefined) void page.send("close_view", { view_id, all: true });
  });
}

/** The back button, and whether anybody is looking. */
export function listenToWindow(page: Page): void {
  window.addEventListener("popstate", () => {
    const place = { thread: undefined, ...readRoute(location.pathname, location.search) };
    page.go(place, "back");
  });
  document.addEventListener("visibilitychange", () => {
    const { read, place } = page.state();
    // What arrives while nobody looks is new when they come back.
    page.change(document.hidden ? { newAfter: read[place.channel] ?? "" } : {});
  });
}

/** In a field of several lines Enter breaks the line; with Ctrl or ⌘ it submits. */
function submitKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target instanceof Element ? event.target.closest("form.modal") : null;
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

function editorKey(hands: Hands, event: KeyboardEvent): void {
  const form = event.target instanceof Element ? event.target.closest("form.editor") : null;
  if (!(form instanceof HTMLFormElement)) return;
  if (event.key === "Escape") hands.page.change({ editing: undefined });
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
}
