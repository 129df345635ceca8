import type { Body, Chapter } from "./body.ts";
import { hasFigure } from "./cues.ts";
import { gistOf } from "./gist.ts";
import type { Unit } from "./units.ts";

const headings: Readonly<Record<Chapter["name"], string>> = {
  points: "Where things stand",
  decisions: "Decided",
  tasks: "Next steps",
  questions: "Open",
  figures: "Figures",
  disagreements: "To be settled",
};

/** Headings under which a memo or an announcement is usually written. */
const order: readonly Chapter["name"][] = [
  "points",
  "figures",
  "decisions",
  "tasks",
  "questions",
  "disagreements",
];

/** Puts what was found in the order a text is written in: where things stand, figures, decided, next, open. */
export function outlineOf({ chapters, lead, unanswered }: Body): Body {
  const split = chapters.flatMap((chapter): Chapter[] => {
    const figures = chapter.units.filter(({ text }) => hasFigure(text));
    const rest = chapter.units.filter((unit) => !figures.includes(unit));
    if (chapter.name !== "points" || figures.length === 0 || rest.length === 0) return [chapter];
    return [
      { ...chapter, units: rest },
      { name: "figures", heading: headings.figures, units: figures },
    ];
  });
  const sorted = split
    .map((chapter) => ({ ...chapter, heading: headings[chapter.name] }))
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return { chapters: sorted, lead, unanswered };
}

/** Sentences in a part of a status update. */
const partMost = { words: 75, sentences: 4 } as const;

/** True for requests for a status update. */
export const wantsStatus = (question: string): boolean => /\b(?:status|progress)\b/i.test(question);

/** A status update is written in this order: decided, progress, risks, next, open. */
export function statusOf({ chapters, lead, unanswered }: Body, units: readonly Unit[]): Body {
  const named = (name: Chapter["name"]): readonly Unit[] =>
    chapters.find((chapter) => chapter.name === name)?.units ?? [];
  const shown = new Set(
    chapters.flatMap((chapter) => (chapter.name === "points" ? [] : chapter.units)),
  );
  const quoted = new Set(
    [...shown].flatMap(({ quote, evidence = [] }) => [quote, ...evidence.map((one) => one.quote)]),
  );
  const left = units.filter(({ quote, item }) => !quoted.has(quote) && item !== true);
  const risks = partOf(left.filter(({ text }) => isRisk(text)));
  const progress = partOf(left.filter(({ text }) => isProgress(text) && !isRisk(text)));
  const stands = named("points").filter(
    (unit) => !risks.includes(unit) && !progress.includes(unit),
  );
  const parts: Chapter[] = [
    { name: "decisions", heading: "Decided", units: named("decisions") },
    { name: "points", heading: "Progress", units: progress.length > 0 ? progress : stands },
    { name: "points", heading: "Risks", units: risks },
    { name: "tasks", heading: "Next", units: named("tasks") },
    { name: "questions", heading: "Open", units: named("questions") },
  ];
  return { chapters: parts.filter((part) => part.units.length > 0), lead, unanswered };
}

/** The later a report, the more it is the state of things. */
const partOf = (units: readonly Unit[]): readonly Unit[] => {
  const last = units.at(-1)?.order ?? 1;
  return gistOf(units, partMost, undefined, ({ order: at }) => at / Math.max(1, last));
};

const isProgress = (text: string): boolean =>
  !text.endsWith("?") &&
  /\b(?:answered|replied|done|finished|fixed|released|shipped|sent|built|started|completed|merged|approved|signed|tested|(?:is|are) with \p{Lu}\p{Ll}+|went (?:out|live)|we (?:now )?have)\b/u.test(
    text,
  );

const isRisk = (text: string): boolean =>
  !text.endsWith("?") &&
  /\b(?:risk\w*|careful|objection|object to|behind (?:plan|schedule)|too (?:long|late|short|expensive|slow)|above the|not enough|cannot (?:start|be|say)|may only|only three|until it is|(?:is|are) late|do not want to|nothing to spare|blocked|delay\w*|expired|not in the decision|depends? on)\b/i.test(
    text,
  );
