import { type Html } from "./html.ts";
import { mrkdwn, plainText } from "./mrkdwn.ts";
import { textField, wordsOf } from "./read.ts";
import type { World } from "./world.ts";

/** A text object in its own markup. */
export function textObject(thing: unknown, world: World): Html {
  const text = wordsOf(thing);
  return textField(thing, "type") === "plain_text" ? plainText(text) : mrkdwn(text, world);
}
