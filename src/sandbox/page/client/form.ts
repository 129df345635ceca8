/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Chosen, FormValues } from "../../shapes.ts";

/** Under which of Slack's names each kind of control reports what it holds. */
const fieldNames: Readonly<Record<string, `selected_${string}` & keyof Chosen>> = {
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  users_select: "selected_user",
  multi_users_select: "selected_users",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
};

/** Everything the controls within `root` hold. */
export function valuesIn(root: ParentNode): FormValues {
  const values: FormValues = {};
  for (const control of root.querySelectorAll<HTMLElement>("[data-field]")) {
    const { blockId = "", actionId = "", kind = "" } = control.dataset;
    const block = (values[blockId] ??= {});
    block[actionId] = { type: kind, ...chosenIn(control) };
  }
  return values;
}

/** What one control holds, in Slack's words; an empty one holds null or an empty list. */
export function chosenIn(control: HTMLElement): Chosen {
  const name = fieldNames[control.dataset["kind"] ?? ""] ?? "value";
  const picked = pickedIn(control);
  if (name === "selected_option") return { selected_option: optionOf(picked[0]) ?? null };
  if (name === "selected_options") {
    return { selected_options: picked.map(optionOf).filter(isOption) };
  }
  if (name === "selected_date_time") {
    const at = Date.parse(valueOf(control));
    return { selected_date_time: Number.isNaN(at) ? null : Math.floor(at / 1000) };
  }
  if (name.endsWith("s")) return { [name]: picked.map(valueOf) };
  return { [name]: valueOf(picked[0] ?? control) || null };
}

/** What is wrong with the inputs before anything is sent: block id → what to say. */
export function complaintsIn(root: ParentNode): Record<string, string> {
  const complaints: Record<string, string> = {};
  for (const control of root.querySelectorAll<HTMLElement>(".field [data-field]")) {
    const required = control.closest(".field")?.hasAttribute("data-required") === true;
    const complaint = complaintOf(control, required);
    if (complaint !== undefined) complaints[control.dataset["blockId"] ?? ""] = complaint;
  }
  return complaints;
}

function complaintOf(control: HTMLElement, required: boolean): string | undefined {
  const [held] = Object.values(chosenIn(control));
  const empty = held === null || held === undefined || (Array.isArray(held) && held.length === 0);
  if (empty) return required ? "Please complete this required field." : undefined;
  const min = Number(control.dataset["minLength"] ?? 0);
  if (valueOf(control).length < min) return `Please write at least ${min} characters.`;
  if (control instanceof HTMLInputElement && !control.validity.valid)
    return control.validationMessage;
  return undefined;
}

function pickedIn(control: HTMLElement): Element[] {
  if (control instanceof HTMLSelectElement) {
    return [...control.selectedOptions].filter((option) => option.value !== "");
  }
  return [...control.querySelectorAll("input:checked")];
}

function optionOf(element: Element | undefined): Chosen["selected_option"] {
  const text = element?.getAttribute("data-option");
  return text === null || text === undefined ? null : JSON.parse(text);
}

function isOption(option: Chosen["selected_option"]): option is NonNullable<typeof option> {
  return option !== null && option !== undefined;
}

function valueOf(element: Element): string {
  const holds =
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLOptionElement ||
    element instanceof HTMLSelectElement;
  return holds ? element.value : "";
}
