import { z } from "zod";
import { visible } from "./markup.ts";

/** What Slack shows of a button, and what a person reads at a glance. In characters, and in number. */
export const questionLimits = {
  question: 600,
  option: 75,
  answer: 2_000,
  options: [2, 4],
} as const;

/** Ways to answer a question, what holds when nobody does, and from when on. */
export const Choice = z.object({
  options: z
    .array(z.string().min(1).max(questionLimits.option))
    .min(questionLimits.options[0])
    .max(questionLimits.options[1])
    .readonly(),
  default: z.string().min(1).max(questionLimits.answer),
  until: z.coerce.date(),
});
export type Choice = Readonly<z.infer<typeof Choice>>;

/** A question as an engine puts it, before anybody has looked whether a person can answer it. */
export const Asking = z.object({
  question: z.string(),
  options: z.array(z.string()).readonly(),
  default: z.string(),
});
export type Asking = Readonly<z.infer<typeof Asking>>;

/** The question as it can be shown; null for one that leaves nothing to choose: then it is not asked. Pure. */
export function fitQuestion(asking: Asking): Asking | null {
  const options = asking.options.map((option) => cut(option, questionLimits.option));
  const different = options.filter(
    (option, n) => option !== "" && n === options.findIndex((other) => same(other, option)),
  );
  const question = cut(asking.question, questionLimits.question);
  const [first, second] = different;
  if (question === "" || first === undefined || second === undefined) return null;
  const otherwise = cut(asking.default, questionLimits.option) || first;
  return {
    question,
    options: different.slice(0, questionLimits.options[1]),
    default: different.find((option) => same(option, otherwise)) ?? otherwise,
  };
}

function cut(text: string, max: number): string {
  const line = visible(text).replace(/\s+/g, " ").trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
}

const anyWords =
  /^(?:(?:you|please) (?:decide|choose|pick)|your (?:choice|call)|up to you|(?:the )?default|whatever(?: you (?:like|think))?|any(?: of them)?|either(?: (?:one|is fine))?|do ?n[o'’]?t (?:care|know|mind)|i do ?n[o'’]?t (?:care|know|mind)|no (?:idea|preference)|doesn['’]?t matter)[.!]*$/i;

const ordinals = ["first", "second", "third", "fourth"];

/**
 * What a reply answers: one of the options, by its words or its place; the default, where the choice is left to us; else
 * the words themselves. Pure.
 */
export function readAnswer(text: string, { options, default: otherwise }: Choice): string {
  const said = text.trim();
  if (anyWords.test(said)) return otherwise;
  const place =
    /^(?:option |number |no\.? ?|#)?([1-4])[.)!]?$/i.exec(said)?.[1] ??
    /^(?:the )?(first|second|third|fourth)(?: one| option)?[.!]?$/i.exec(said)?.[1];
  const nth = place === undefined ? -1 : ordinals.indexOf(place.toLowerCase());
  const index = place === undefined ? -1 : nth >= 0 ? nth : Number(place) - 1;
  const named = options[index] ?? options.find((option) => same(option, said));
  return named ?? said.slice(0, questionLimits.answer).toWellFormed();
}

const same = (a: string, b: string): boolean => bare(a) === bare(b);

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, " ")
    .trim();
