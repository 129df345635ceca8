import type { Body, Chapter } from "./body.ts";
import { hasFigure } from "./cues.ts";

const headings: Readonly<Record<Chapter["name"], string>> = {
  points: "Where things stand",
  decisions: "Decided",
  tasks: "Next steps",
  questions: "Open and at risk",
  figures: "Figures",
  disagreements: "To be settled",
};

/** Headings under which a status, a memo or an announcement is usually written. */
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
