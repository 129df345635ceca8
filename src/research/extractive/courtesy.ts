import { wordCount } from "./words.ts";

/** A greeting or thanks of fewer words than this says nothing else. */
const courtesyWords = 8;

const opening =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|thx|ty|cheers|(?:best |kind |warm |with )*regards|all the best|best wishes|sincerely|yours|welcome|great,? thanks|ok(?:ay)?,? thanks|congrat\w*|happy (?:friday|monday|birthday)|sounds? good|no problem|you're welcome|nice|lol|haha|bye|see you|have a (?:good|nice|great))\b/i;

/** True for greetings, thanks and farewells: `Hi all,`, `Thanks a lot!`. */
export const isCourtesy = (sentence: string): boolean =>
  opening.test(sentence.trim()) && wordCount(sentence) < courtesyWords && !sentence.includes("?");

const openers =
  /^(?:(?:hey|hi|hello|dear)(?: (?:all|team|folks|everyone|everybody|there|guys|both|@?\p{Lu}[\p{L}.-]*))?(?:\s*[,!:–—-]+\s*|\s+(?=@))|(?:hm+|u[hm]+|er+m?|oh|ah)(?:[,.…]+\s*|\s+))+/iu;

/** How many characters of a spoken sentence are a greeting or a filler before what it says: `Hi all, `, `Hmm, `. */
export function openerLength(sentence: string): number {
  const length = openers.exec(sentence)?.[0].length ?? 0;
  return wordCount(sentence.slice(length)) >= wordsAfterOpener ? length : 0;
}

/** What is left after a greeting must be a sentence of its own. */
const wordsAfterOpener = 4;

const header = /^(?:in-reply-to|from|to|cc|sent|subject|date|reply-to|message-id|fwd?|re)\s*:/i;
const address = /^[<("']*(?:https?:\/\/|www\.|mailto:)\S+[>)"']*$/i;

/** True for lines of a message that say nothing themselves: mail headers, a bare address, the sender's own name. */
export function isLabel(sentence: string, speaker: string | null): boolean {
  const text = sentence.trim();
  if (header.test(text) || address.test(text)) return true;
  if (isAddressLine(text)) return true;
  const names = (speaker ?? "").toLowerCase().split(/[^\p{L}]+/u);
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length <= 3 && words.every((word) => names.includes(word));
}

/** `Jane Doe, Head of Research https://…`: an address after nothing but capitalised words. */
function isAddressLine(text: string): boolean {
  if (!/https?:\/\/|www\./i.test(text)) return false;
  const words = text.replace(/\S*(?:https?:\/\/|www\.)\S*/gi, " ").match(/\p{L}+/gu) ?? [];
  return words.length > 1 && words.every((word) => /^\p{Lu}|^(?:of|and|the|for|at)$/u.test(word));
}
