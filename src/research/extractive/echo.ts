import type { Passage } from "../../domain/source.ts";
import { wordsOf } from "./words.ts";

/** A message may say this many words more than the request it makes (`@Legwork … please`). */
const wordsAround = 4;

/** True for the request itself, standing among the messages it asks about: it is no evidence for its own answer. */
export function isEcho({ text }: Passage, question: string): boolean {
  const asked = wordsOf(question).join(" ");
  if (asked === "" || text.length > question.length * 2 + 80) return false;
  const said = wordsOf(text);
  return said.length <= asked.split(" ").length + wordsAround && said.join(" ").includes(asked);
}
