import { draw, type Html } from "../draw/html.ts";
import type { State } from "../state.ts";
import { icon, type IconName } from "./icon.ts";

/** One thing to try: what it is and what lands in which composer. */
type Try = {
  sign: IconName;
  title: string;
  about: string;
  text: string;
  where: "channel" | "thread" | "file";
};

export const tries: readonly Try[] = [
  {
    sign: "slash",
    title: "Ask a question",
    about: "/research over the sample library",
    text: "/research How often was the nightly export late in the third quarter, and why?",
    where: "channel",
  },
  {
    sign: "reply",
    title: "Sum up a thread",
    about: "mention it where people talk",
    text: "@legwork summarise this thread",
    where: "thread",
  },
  {
    sign: "file",
    title: "Hand it a document",
    about: "drop a PDF here, then ask",
    text: "@legwork what are the main findings of this document?",
    where: "file",
  },
  {
    sign: "bolt",
    title: "See all it can do",
    about: "/legwork help",
    text: "/legwork help",
    where: "channel",
  },
];

/** Four things to try, until they are closed: a click fills the composer. */
export function tryCards(state: State): Html {
  if (!state.tries || state.place.tab === "home") return draw``;
  const cards = tries.map(
    ({ sign, title, about }, index) =>
      draw`<button type="button" class="try" data-do="try" data-index="${index}" data-testid="try-${index + 1}">
      <span class="try-sign">${icon(sign)}</span><span><b>${title}</b><small>${about}</small></span></button>`,
  );
  return draw`<section class="tries" aria-label="Try this" data-testid="tries"><div class="tries-head"><b>Try this</b>
    <button type="button" class="tool" data-do="hide-tries" aria-label="Hide">${icon("close")}</button></div>
    <div class="try-cards">${cards}</div></section>`;
}
