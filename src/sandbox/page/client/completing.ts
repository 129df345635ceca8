/// <reference lib="dom" />
import type { Page } from "./page.ts";
import {
  askedAt,
  candidates,
  completionList,
  type Asked,
  type Candidate,
} from "./view/completion.ts";

export type Completion = {
  /** Looks again at what stands before the caret. */
  update(): void;
  close(): void;
  /** True when the key was meant for the list. */
  key(event: KeyboardEvent): boolean;
};

/** The list of commands, people or channels over a composer. */
export function completing(
  page: Page,
  form: HTMLFormElement,
  box: HTMLTextAreaElement,
  inThread: boolean,
): Completion {
  const shelf = form.querySelector<HTMLElement>(".completion");
  if (shelf === null) throw new Error("A composer needs a place for suggestions.");
  let asked: Asked | undefined;
  let list: Candidate[] = [];
  let chosen = 0;
  const show = (): void => {
    shelf.hidden = list.length === 0;
    shelf.innerHTML = list.length === 0 ? "" : completionList(list, chosen).markup;
    if (list.length === 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `candidate-${chosen}`);
  };
  const close = (): void => {
    list = [];
    show();
  };
  const take = (index: number): void => {
    const one = list[index];
    if (one === undefined || asked === undefined) return;
    const end = asked.start + asked.word.length + 1;
    box.setRangeText(one.insert, asked.start, end, "end");
    close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  shelf.addEventListener("mousedown", (event) => {
    // Not click: the composer would lose the focus first, and that closes the list.
    event.preventDefault();
    const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    take(Number(row?.getAttribute("data-index") ?? -1));
  });
  return {
    close,
    update() {
      asked = askedAt(box.value, box.selectionEnd);
      list = asked === undefined ? [] : candidates(asked, page.state().snapshot, inThread);
      chosen = 0;
      show();
    },
    key(event) {
      if (list.length === 0) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + list.length) % list.length;
        show();
      } else if (event.key === "Escape") close();
      else if (event.key === "Tab" || (event.key === "Enter" && !isWhole(asked, list[chosen])))
        take(chosen);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

/** Enter on a name that is already written out sends the message instead of completing it. */
function isWhole(asked: Asked | undefined, one: Candidate | undefined): boolean {
  return asked !== undefined && one?.insert.trim() === asked.kind + asked.word;
}
