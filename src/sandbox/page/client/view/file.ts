import type { SharedFile } from "../../../shapes.ts";
import { draw, type Html } from "../draw/html.ts";
import { fileUrl } from "../draw/image.ts";
import { markdown } from "../draw/markdown.ts";
import type { World } from "../draw/world.ts";
import { icon } from "./icon.ts";

/** Characters of a canvas drawn in its card. */
const previewChars = 600;

/** A shared file as it hangs under a message: a canvas, a picture or a card to open. */
export function fileCard(file: SharedFile, world: World): Html {
  if (file.markdown !== undefined) return canvasCard(file, file.markdown, world);
  const url = fileUrl(file.id, world.me);
  if (/^image\/(?:png|jpeg|gif|webp)$/u.test(file.mimetype)) {
    return draw`<figure class="shared-image"><figcaption>${file.title || file.name}</figcaption>
      <a href="${url}" target="_blank" rel="noopener"><img src="${url}" alt="${file.title || file.name}"></a></figure>`;
  }
  return draw`<a class="file file-${tone(file)}" href="${url}" download="${file.name}" data-file="${file.id}">
    <span class="file-sign">${icon("file")}</span>
    <span><b>${file.title || file.name}</b>
      <small>${(file.filetype || "file").toUpperCase()} · ${sizeOf(file.size)}</small></span></a>`;
}

function canvasCard(file: SharedFile, text: string, world: World): Html {
  return draw`<div class="canvas" data-file="${file.id}">
    <button type="button" class="canvas-head" data-do="read-canvas" data-file="${file.id}">
      <span class="file-sign">${icon("file")}</span>
      <span><b>${file.title || file.name}</b><small>Canvas · click to read</small></span></button>
    <div class="canvas-preview" inert>${markdown(text.slice(0, previewChars), world)}</div></div>`;
}

/** Bytes as people say them. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function tone(file: SharedFile): string {
  if (/pdf/iu.test(file.filetype)) return "pdf";
  if (/csv|xls|sheet/iu.test(file.filetype)) return "sheet";
  return "text";
}
