/// <reference lib="dom" />
import type { Reply } from "../../requests.ts";
import type { Composer } from "./composer.ts";
import type { Page } from "./page.ts";

/** Bytes of one file; the whole of it travels in one JSON request. */
const maxFileBytes = 20_000_000;

/** Sends files one after another, the words with the first; answers the first failure or the last reply. */
export async function sendFiles(
  page: Page,
  files: readonly File[],
  at: { channel: string; thread_ts?: string },
  text: string,
): Promise<Reply> {
  let reply: Reply = { ok: true };
  for (const [index, file] of files.entries()) {
    if (file.size > maxFileBytes) return { ok: false, error: "file_is_larger_than_20_MB" };
    const base64 = await base64Of(file);
    reply = await page.send("upload", {
      ...at,
      name: file.name,
      base64,
      text: index === 0 ? text : "",
      ...(file.type !== "" && { mimetype: file.type }),
    });
    if (!reply.ok) return reply;
  }
  return reply;
}

/** Files dragged from the desktop land in the composer of the pane they are dropped on. */
export function acceptDrops(pane: HTMLElement, composer: Composer): void {
  pane.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    pane.setAttribute("data-dropping", "");
  });
  pane.addEventListener("dragleave", (event) => {
    if (event.relatedTarget instanceof Node && pane.contains(event.relatedTarget)) return;
    pane.removeAttribute("data-dropping");
  });
  pane.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    pane.removeAttribute("data-dropping");
    composer.addFiles(event.dataTransfer?.files ?? []);
  });
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const url = typeof reader.result === "string" ? reader.result : "";
      resolve(url.slice(url.indexOf(",") + 1));
    });
    reader.addEventListener("error", () =>
      reject(reader.error ?? new Error("The file cannot be read.")),
    );
    reader.readAsDataURL(file);
  });
}
