import { stemsOf } from "./words.ts";
import type { Unit } from "./units.ts";

/** What a question wants to hear, and how much better a sentence is that has it. */
type Wanted = {
  readonly asks: RegExp;
  readonly has: RegExp;
  readonly bonus: number;
  readonly malus: number;
};

const money = /[$€£¥]\s?\d|\d[\d.,]*\s?(?:eur|euros?|usd|dollars?|gbp|pounds?|chf)\b/i;
const span =
  /\d[\d.,]*\s?(?:ms|seconds?|minutes?|min|hours?|h|days?|weeks?|months?|years?)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:days?|weeks?|months?|years?|hours?)\b/i;
const moment =
  /\b\d{1,2}:\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\p{Ll}*)\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:19|20)\d\d\b/u;

/** A limit or a target is not how many there are. */
const bound = /\b(?:fewer than|less than|at most|at least|no more than|targets?)\b/i;

const wanted: readonly Wanted[] = [
  {
    asks: /\bhow long\b|\bhow many (?:days|weeks|months|years|hours)\b/i,
    has: span,
    bonus: 0.3,
    malus: 0.25,
  },
  {
    asks: /\b(?:costs?|prices?|pay|how much|fees?|expensive|budget|cheap(?:er|est)?)\b/i,
    has: money,
    bonus: 0.3,
    malus: 0.25,
  },
  { asks: /\bhow many\b|\bnumber of\b/i, has: /\d/, bonus: 0.15, malus: 0.3 },
  {
    asks: /\b(?:when|what time|which day|since when|until when)\b/i,
    has: moment,
    bonus: 0.3,
    malus: 0.25,
  },
  {
    asks: /\b(?:why|what caused|reasons? (?:for|why|of)|how come)\b/i,
    has: /\b(?:because|due to|led to|leads to|caus\w+|reasons?|therefore|comes? from|turns? into)\b/i,
    bonus: 0.35,
    malus: 0.1,
  },
  {
    asks: /\bwho(?:'s| is|se)? (?:owns|the owner|owner|responsible)\b/i,
    has: /\bowners?(?: of [^:]{1,60})?: *@?\p{Lu}|\p{Lu}\p{Ll}+ (?:owns|is responsible)/u,
    bonus: 0.6,
    malus: 0.1,
  },
  {
    asks: /^\W*who\b/i,
    has: /\bowner\b|(?<=\S\s)\p{Lu}\p{Ll}+|^@/u,
    bonus: 0.1,
    malus: 0.1,
  },
];

/** How well a sentence has what the question asks for: an amount of money, a span of time, a cause … */
export function wantedBy(asks: string): (unit: Unit) => number {
  const kinds = wanted.filter((kind) => kind.asks.test(asks));
  const counted = stemsOf(/\bhow many (\p{L}+(?: \p{L}+)?)/iu.exec(asks)?.[1] ?? "").slice(0, 1);
  return ({ text }) =>
    kinds.reduce((sum, kind) => sum + (kind.has.test(text) ? kind.bonus : -kind.malus), 0) +
    (counted.some((noun) => isCounted(noun, text)) ? 0.25 : 0) -
    (kinds.length > 0 && bound.test(text) ? 0.5 : 0);
}

/** True where a number stands right before or after what is counted: `61 oversold orders`, `oversold orders 101`. */
function isCounted(noun: string, text: string): boolean {
  const words = text.toLowerCase().match(/\d[\d.,]*|\p{L}+/gu) ?? [];
  return words.some(
    (word, i) =>
      /^\d/.test(word) &&
      [i - 1, i + 1, i + 2].some((at) => stemsOf(words[at] ?? "").includes(noun)),
  );
}
