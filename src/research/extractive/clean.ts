/** A quote as a reader sees it: one line, without Markdown's marks for links and emphasis. Words stay as they are. */
export const cleanText = (quote: string): string =>
  quote
    .replace(/!?\[([^\]\n]+)\]\([^()\s]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/^\s*\|\s*|\s*\|\s*$/g, "")
    .replace(/\s*\|\s*/g, " · ")
    .replace(/\s+/g, " ")
    .trim();

const opener =
  /^(?:(?:ok(?:ay)?|so|well|yes|yeah|yep|right|great|cool|sure|alright|actually|anyway|also|and|but|agreed|sounds good|fine|perfect|good point|fyi|btw|update)(?:[,.!:—–-]+\s*|\s+(?=(?:so|then|i|we|let|the)\b)))+/i;
const hedge =
  /^(?:(?:so |then )?(?:i|we) (?:think|believe|guess|suppose|feel|would say) (?:that )?|it (?:seems|looks like|appears) (?:that )?|in my opinion,? |imho,? |imo,? )/i;
const settled =
  /^(?:so )?(?:(?:we|team)(?:'ve| have| all)? (?:agreed|decided) (?:to|that|on) |(?:the )?(?:final )?decision(?: is|:| was)(?: to| that)? |decided(?: to|:) |agreed(?: to|:) |it (?:was|is) (?:agreed|decided) (?:to|that) )/i;
const mention = /^@[\p{L}\p{N}._-]+[,:]?\s+/u;

/** A sentence as a headline: openers (`OK so`, `I think`) off, at most `charactersMax`, ended at a clause where it can be. */
export function headlineText(sentence: string, charactersMax: number): string {
  let text = sentence.replace(mention, "").replace(opener, "").replace(opener, "");
  text = text.replace(hedge, "").replace(settled, "");
  return capitalize(shorten(text.replace(/[\s.;:,–—-]+$/, ""), charactersMax));
}

/** Cuts a text at a clause or word end; `…` shows a cut inside a clause. */
export function shorten(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const room = text.slice(0, charactersMax - 1);
  const clauses = [
    ...room.matchAll(
      /(?:[;:,]| [–—-]|\s\()(?=\s)|\.(?=\s)|\s(?=(?:because|since|but|which|although|while|so that)\b)/g,
    ),
  ];
  const clause = clauses.at(-1)?.index ?? 0;
  if (clause >= charactersMax * 0.6) return room.slice(0, clause).replace(/[\s.,;:–—-]+$/, "");
  const word = room.lastIndexOf(" ");
  return `${room.slice(0, word > charactersMax * 0.5 ? word : room.length).replace(/[\s.,;:–—-]+$/, "")}…`;
}

/** First letter in upper case, unless the word is an address or a name like `iOS`. */
export const capitalize = (text: string): string =>
  /^\p{Ll}+(?:[\s,.…'’]|$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
