/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { completing, type Completion } from "./completing.ts";
import { draw } from "./draw/html.ts";
import type { Page } from "./page.ts";
import { failureText } from "./send.ts";
import { sendFiles } from "./upload.ts";
import { usageOf } from "./view/completion.ts";
import { shelfIn, type Shelf } from "./shelf.ts";

/** Height a composer grows to before it scrolls. */
const maxHeightPx = 240;

/** The box in which a message is written, in the channel or in the thread beside it. */
export type Composer = {
  /** Shows the draft of the place now looked at. */
  load: () => void;
  fill: (text: string) => void;
  addFiles: (files: Iterable<File>) => void;
  focus: () => void;
};

/** Where a message would go; each place has a draft and files of its own. */
type Spot = { channel: string; thread: string | undefined; key: string };

/** What the parts of one composer share. */
type Desk = {
  page: Page;
  form: HTMLFormElement;
  box: HTMLTextAreaElement;
  shelf: Shelf;
  spot: () => Spot;
};

export function composer(page: Page, form: HTMLFormElement, where: "channel" | "thread"): Composer {
  const box = form.querySelector("textarea");
  if (box === null) throw new Error("A composer needs a textarea.");
  const spot = (): Spot => {
    const { snapshot, place } = page.state();
    const thread = where === "thread" ? place.thread : undefined;
    const { channel } = place;
    return { channel, thread, key: `draft:${snapshot.me}:${channel}:${thread ?? ""}` };
  };
  const desk: Desk = { page, form, box, shelf: shelfIn(form), spot };
  const completion = completing(page, form, box, where === "thread");
  const put = (text: string): void => {
    box.value = text;
    completion.close();
    changed(desk);
  };
  const made: Composer = {
    load() {
      const draft = page.memory.get(spot().key);
      put(typeof draft === "string" ? draft : "");
    },
    fill(text) {
      put(text);
      box.focus();
      box.setSelectionRange(text.length, text.length);
    },
    addFiles(files) {
      desk.shelf.add(spot().key, files);
      changed(desk);
      box.focus();
    },
    focus: () => box.focus(),
  };
  listen(desk, completion, () => void submit(desk, put));
  listenToTools(desk, completion, made);
  return made;
}

/** After every keystroke: the draft is kept, the box fits its text, a command's usage is shown. */
function changed({ page, form, box, shelf, spot }: Desk): void {
  const { key } = spot();
  page.memory.set(key, box.value);
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, maxHeightPx)}px`;
  shelf.show(key);
  form.toggleAttribute("data-ready", box.value.trim() !== "" || shelf.count(key) > 0);
  const usage = usageOf(box.value, page.state().snapshot);
  const hint = form.querySelector(".usage");
  if (hint) hint.innerHTML = usage ? draw`<b>${usage.usage}</b> ${usage.about}`.markup : "";
}

async function submit(
  { page, box, shelf, spot }: Desk,
  put: (text: string) => void,
): Promise<void> {
  const { channel, thread, key } = spot();
  const text = box.value.trim();
  const files = shelf.take(key);
  if (text === "" && files.length === 0) return;
  put("");
  const at = { channel, ...(thread !== undefined && { thread_ts: thread }) };
  const reply =
    files.length > 0
      ? await sendFiles(page, files, at, text)
      : await page.send("type", { ...at, text });
  // A command that failed is told by the stand-in itself; a message that was refused is given back.
  if (reply.ok || reply.ack !== undefined) return;
  page.toast(failureText(reply));
  if (spot().key === key && box.value === "") put(text);
}

function listen(desk: Desk, completion: Completion, send: () => void): void {
  const { form, box } = desk;
  box.addEventListener("input", () => {
    completion.update();
    changed(desk);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || completion.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  });
  box.addEventListener("blur", () => completion.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

function listenToTools(desk: Desk, completion: Completion, made: Composer): void {
  const { form, box, shelf, spot } = desk;
  form.querySelector("input[type=file]")?.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    made.addFiles(target.files ?? []);
    target.value = "";
  });
  form.addEventListener("click", ({ target }) => {
    const button =
      target instanceof Element ? target.closest("[data-insert], [data-drop-file]") : null;
    const dropped = button?.getAttribute("data-drop-file");
    if (dropped !== null && dropped !== undefined) {
      shelf.drop(spot().key, Number(dropped));
      changed(desk);
    }
    const mark = button?.getAttribute("data-insert");
    if (mark === null || mark === undefined) return;
    const space = box.value === "" || /\s$/u.test(box.value) ? "" : " ";
    made.fill(mark === "/" ? mark : box.value + space + mark);
    completion.update();
  });
}
