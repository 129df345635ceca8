/// <reference lib="dom" />
import type { Reply } from "../../requests.ts";
import type { Chosen } from "../../shapes.ts";
import { askConfirm } from "./confirm.ts";
import { chosenIn, complaintsIn, valuesIn } from "./form.ts";
import type { Page } from "./page.ts";
import { failureText } from "./send.ts";
import { emptyForm, worldOf } from "./state.ts";

/** A click or choice in a message, a modal or the Home tab, told to the app. */
export async function useControl(page: Page, control: HTMLElement, chosen: Chosen): Promise<void> {
  const { confirm, url, actionId = "", blockId } = control.dataset;
  if (control.hasAttribute("data-pending")) return;
  if (confirm !== undefined) {
    const world = worldOf(page.state().snapshot, Date.now());
    if (!(await askConfirm(confirm, world))) return;
  }
  if (url !== undefined) window.open(url, "_blank", "noopener");
  control.setAttribute("data-pending", "");
  const reply = await tell(page, control, {
    action_id: actionId,
    ...(blockId !== undefined && blockId !== "" && { block_id: blockId }),
    chosen,
  });
  control.removeAttribute("data-pending");
  // What the app failed to answer is shown beside the control, as a change of its own.
  if (!reply.ok && reply.ack === undefined) page.toast(failureText(reply));
}

/** A control that reports at once was changed; the others wait for the form they are in. */
export async function controlChanged(page: Page, target: Element): Promise<void> {
  const control = target.closest<HTMLElement>("[data-field][data-live]");
  if (control === null || control.dataset["kind"]?.endsWith("_input") === true) return;
  await useControl(page, control, chosenIn(control));
}

/** Submits the modal on top, unless its own fields already say what is missing. */
export async function submitView(page: Page, form: HTMLFormElement): Promise<void> {
  const viewId = form.dataset["view"] ?? "";
  const complaints = complaintsIn(form);
  if (Object.keys(complaints).length > 0) {
    page.change({ form: { ...emptyForm, errors: complaints } });
    showError(form);
    return;
  }
  page.change({ form: { ...emptyForm, busy: true } });
  const reply = await page.send("submit", { view_id: viewId, values: valuesIn(form) });
  const trouble = reply.trouble ?? (reply.ok || reply.errors ? "" : failureText(reply));
  page.change({ form: { errors: reply.errors ?? {}, trouble, busy: false } });
  showError(form);
}

/** The first field with a complaint, and the complaint under it, come into view. */
function showError(form: HTMLFormElement): void {
  const field = form.querySelector(".has-error");
  field?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  field?.scrollIntoView({ block: "nearest" });
}

function tell(
  page: Page,
  control: HTMLElement,
  clicked: { action_id: string; block_id?: string; chosen: Chosen },
): Promise<Reply> {
  const message = control.closest<HTMLElement>(".message");
  if (message !== null) {
    const { channel = "", ts = "" } = message.dataset;
    forget(page, `${channel}/${ts}`);
    return page.send("action", { channel, ts, values: valuesIn(message), ...clicked });
  }
  const surface = control.closest<HTMLElement>("[data-view]");
  const view_id = surface?.dataset["view"] ?? "";
  forget(page, view_id);
  const values = surface === null ? {} : valuesIn(surface);
  return page.send("view_action", { view_id, values, ...clicked });
}

/** A new click takes the old warning away. */
function forget(page: Page, key: string): void {
  const { [key]: _gone, ...troubles } = page.state().troubles;
  page.change({ troubles });
}
