import type { Query } from "./bm25.ts";
import { headlineText } from "./clean.ts";
import type { Answers } from "./nearest.ts";
import { stemsOf } from "./words.ts";

/** The best answers to the first two parts, where they fit a headline together; the second one on the same subject if it can be. */
export function inOneLine(answers: readonly Answers[]): string | undefined {
  const [first, second] = answers.map(({ direct, units }) => (direct ? units : []));
  const [best] = first ?? [];
  if (!best || !second?.[0]) return undefined;
  const about = /^[^:]{2,60}: /.exec(best.text)?.[0] ?? "\n";
  const other = second.find(({ text }) => text.startsWith(about)) ?? second[0];
  const said = other.text.startsWith(about) ? other.text.slice(about.length) : other.text;
  const room = headlineCharactersMax - best.text.length - 2;
  const rest = headlineText(said, room);
  return room < secondCharactersMin || rest.endsWith("…")
    ? undefined
    : `${best.text.replace(/[\s.]+$/, "")}; ${rest}`;
}

const headlineCharactersMax = 110;
const secondCharactersMin = 30;
const clauseCharactersMin = 25;

/** Of a sentence too long for a headline, the clause that has most of what is asked. */
export function answerIn(text: string, query: Query): string {
  if (text.length <= headlineCharactersMax) return text;
  const score = (clause: string): number => {
    const stems = new Set(stemsOf(clause));
    return (
      [...query.keys()].filter((stem) => stems.has(stem)).length + (/\d/.test(clause) ? 0.5 : 0)
    );
  };
  const [best] = text
    .split(/[;:]\s|,\s(?:so|but|and)\s|\s[–—]\s/)
    .filter(({ length }) => length >= clauseCharactersMin && length <= headlineCharactersMax)
    .toSorted((a, b) => score(b) - score(a));
  return best ?? text;
}
