import { shorten } from "./clean.ts";

/** What a card and a headline have room for. In characters. */
const charactersMax = 60;

const asking =
  /^(?:@\S+\s+)?(?:(?:please|can you|could you|pls|hey|hi)[\s,]+)*(?:(?:find out|tell me|look up|research|check|search(?: for)?|explain|show me|i (?:want|need|would like) to know)\s+)?(?:(?:what|who|which|where)(?:'s|’s|\s+(?:is|are|was|were))\s+)?/i;

/** What a request is about, in its own words: `what is the capital of Mongolia?` is about `the capital of Mongolia`. */
export function phraseOf(question: string): string {
  const [first = ""] = question
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[?!])\s/);
  const bare = first.replace(/[?!.\s]+$/, "");
  const about = bare.replace(asking, "");
  const phrase = about === "" ? bare : about;
  return phrase.length <= charactersMax ? phrase : wholeWords(phrase);
}

/** Cut at a clause where there is one, else at a word; the cut shows. */
function wholeWords(phrase: string): string {
  const [clause = ""] = phrase.split(
    /,?\s+(?:and|or|but)\s+(?=(?:what|how|why|who|when|where|which)\b)|[;,]\s/i,
  );
  return clause.length >= 12 && clause.length <= charactersMax
    ? clause
    : shorten(phrase, charactersMax);
}
