import { draw, type Html } from "./html.ts";
import { safeImage } from "./link.ts";
import { field, textField, wordsOf } from "./read.ts";
import type { World } from "./world.ts";

/** A picture of a block, if it can be had without leaving this machine; else its description. */
export function picture(thing: unknown, world: World): Html {
  const alt = textField(thing, "alt_text");
  const title = wordsOf(field(thing, "title"));
  const file = textField(field(thing, "slack_file"), "id");
  const url = file === "" ? safeImage(textField(thing, "image_url")) : fileUrl(file, world.me);
  const drawn =
    url === undefined
      ? draw`<span class="no-picture" role="img" aria-label="${alt}">🖼️ ${alt}</span>`
      : draw`<img src="${url}" alt="${alt}" loading="lazy">`;
  return title === "" ? drawn : draw`<figure><figcaption>${title}</figcaption>${drawn}</figure>`;
}

/** The address of a shared file's bytes for one person. */
export function fileUrl(file: string, user: string): string {
  return `/sandbox/files/${encodeURIComponent(file)}?user=${encodeURIComponent(user)}`;
}
