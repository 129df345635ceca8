/// <reference lib="dom" />
import { draw, type Html } from "./draw/html.ts";
import { field, textField, wordsOf } from "./draw/read.ts";
import { textObject } from "./draw/textObject.ts";
import type { World } from "./draw/world.ts";
import { confirmation } from "./view/modal.ts";

/** Asks what a button's `confirm` object says; true for yes. */
export function askConfirm(json: string, world: World): Promise<boolean> {
  const confirm: unknown = JSON.parse(json);
  return ask(
    confirmation(
      wordsOf(field(confirm, "title")) || "Are you sure?",
      textObject(field(confirm, "text"), world),
      wordsOf(field(confirm, "confirm")) || "Yes",
      wordsOf(field(confirm, "deny")) || "Cancel",
      textField(confirm, "style") === "danger",
    ),
  );
}

export function askDelete(): Promise<boolean> {
  const text = draw`Are you sure you want to delete this message? This cannot be undone.`;
  return ask(confirmation("Delete message", text, "Delete", "Cancel", true));
}

function ask(content: Html): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.innerHTML = content.markup;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
  });
}
