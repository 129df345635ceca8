import type { Passage } from "../../domain/source.ts";
import { wordsOf } from "./words.ts";

/** A message may say this many words more than the request it makes (`@Legwork … please`). */
const wordsAround = 4;

/** True for the request itself, standing among the messages it asks about, and for other words to the bot: they are no evidence. */
export function isEcho({ text }: Passage, question: string): boolean {
  if (/^@legwork\b/i.test(text)) return true;
  const asked = wordsOf(question).join(" ");
  if (asked === "" || text.length > question.length * 2 + 80) return false;
  const said = wordsOf(text);
  return said.length <= asked.split(" ").length + wordsAround && said.join(" ").includes(asked);
}
