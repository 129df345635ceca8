import type { Draft } from "../../domain/draft.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Passage } from "../../domain/source.ts";
import type { Brief, Material } from "../engine.ts";
import { answersTo } from "./answers.ts";
import { assemble } from "./assemble.ts";
import { filled, type Body, type Chapter } from "./body.ts";
import { bodyOfConversation } from "./conversation.ts";
import { disagreements, type Disagreement } from "./disagree.ts";
import { bodyOfDocuments } from "./documents.ts";
import { isEcho } from "./echo.ts";
import { editsIn, withEdits } from "./edits.ts";
import { headlineOf } from "./headline.ts";
import { missingFrom } from "./missing.ts";
import { nextSteps } from "./next.ts";
import { outlineOf, statusOf, wantsStatus } from "./outline.ts";
import { bodyOfQuestion } from "./questions.ts";
import { formOf, type Form } from "./request.ts";
import { isMentioned, scopeOf, type Scope } from "./scope.ts";
import { shapeOf, type Shape } from "./shape.ts";
import { withCellsFor } from "./cells.ts";
import { topicStems } from "./topic.ts";
import { aboutTopic } from "./about.ts";
import { unitsOf, type Unit } from "./units.ts";
import { wishesIn, type Asked } from "./wishes.ts";

/** How a draft of this engine says it was made. */
export const method = "Extractive: sentences chosen from the sources, no model";

/** Of a longer source only what was judged relevant is read again for writing. */
const readWholeCharacters = 200_000;

/** Chooses sentences from what was read, and orders them into a draft; feedback shapes the choice. */
export async function writeDraft(brief: Brief, plan: Plan, material: Material): Promise<Draft> {
  const { sources, notes } = material;
  const { units: whole, cut } = await unitsOf(sources, leftOut(brief, material));
  const asked = understand(wishesIn(brief.feedback), whole);
  const shape = shapeOf(asked);
  const units = withCellsFor(whole, topicStems([brief.question, ...shape.focus].join(" ")));
  const scope = scopeOf(units, sources, shape, brief.previous);
  const form = formOf(brief, sources);
  const found = bodyFor(form, brief, material, scope, shape);
  const differing =
    isPlain(shape) && form !== "outline" ? disagreements(shownOrFound(found, scope, material)) : [];
  const body = {
    ...found,
    chapters: chosenParts(withDifferences(found.chapters, form, differing), shape),
  };

  const assembled = assemble(body.chapters, sources);
  const { sections, sources: listed } = withEdits(
    assembled,
    editsIn(brief.previous, shape),
    sources,
  );
  const draft: Draft = {
    headline: headlineOf(form, body, sources, brief.question, shape, differing),
    sections,
    missing: missingFrom({
      form,
      body,
      notes,
      sources,
      cut,
      tried: plan.subtasks,
    }),
    next: nextSteps(brief, form, body, sources, differing),
    answers: [],
    sources: listed,
    method,
  };
  return { ...draft, answers: answersTo(asked, brief, { draft, sources, touched: scope.touched }) };
}

/** The request itself, and of very long texts what was not judged relevant, unless feedback may ask for it. */
function leftOut(
  { question, feedback }: Brief,
  { sources, findings }: Material,
): (passage: Passage, source: number, position: number) => boolean {
  const kept = new Set(findings.map(({ source, passage }) => `${source}:${passage}`));
  const long = sources.map(({ passages }) => {
    const characters = passages.reduce((sum, { text }) => sum + text.length, 0);
    return feedback.length === 0 && characters > readWholeCharacters;
  });
  return (passage, source, position) =>
    isEcho(passage, question) || (long[source] === true && !kept.has(`${source}:${position}`));
}

/** Feedback that names no way of changing the draft may still name what it should be about. */
const understand = (asked: readonly Asked[], units: readonly Unit[]): Asked[] =>
  asked.map(({ feedback, wish }) =>
    wish.type === "unclear" && isMentioned(units, feedback)
      ? { feedback, wish: { type: "focus", on: feedback.replace(/[\s.!?]+$/, "") } }
      : { feedback, wish },
  );

function bodyFor(
  form: Form,
  brief: Brief,
  { sources, findings }: Material,
  scope: Scope,
  shape: Shape,
): Body {
  const { bonus } = scope;
  const units = unitsFor(form, brief, scope);
  switch (form) {
    case "thread":
      return bodyOfConversation({ all: scope.all, units, bonus }, shape);
    case "outline":
      return outlined(
        brief.question,
        bodyOfConversation({ all: scope.all, units, bonus }, shape),
        units,
      );
    case "document":
      return bodyOfDocuments(
        units,
        sources.map(({ title }) => title),
        shape,
        bonus,
      );
    case "question": {
      const kept = new Set(findings.map(({ source, passage }) => `${source}:${passage}`));
      const near = units.filter(({ source, passage }) => kept.has(`${source}:${passage}`));
      // A new focus may lie outside what was judged relevant before.
      const pool = near.length > 0 && shape.focus.length === 0 ? near : units;
      return bodyOfQuestion(
        pool,
        [brief.question, ...shape.focus].join(" "),
        sources.map(({ title }) => title),
        shape,
      );
    }
  }
}

/** What a form draws on: conversations where one was asked about, and of long ones what speaks of the topic. */
function unitsFor(form: Form, brief: Brief, { units }: Scope): readonly Unit[] {
  if (form === "question") return units;
  const said = units.filter(({ conversation }) => conversation);
  const own = form === "thread" && said.length > 0 ? said : units;
  return aboutTopic(own, brief.question);
}

const outlined = (question: string, body: Body, units: readonly Unit[]): Body =>
  wantsStatus(question) ? statusOf(body, units) : outlineOf(body);

/** Differences are looked for in what the draft is about: what it says, and what was judged relevant. */
function shownOrFound({ chapters }: Body, { units }: Scope, { findings }: Material): Unit[] {
  const shown = new Set(chapters.flatMap((chapter) => chapter.units));
  const kept = new Set(findings.map(({ source, passage }) => `${source}:${passage}`));
  return [
    ...shown,
    ...units.filter((unit) => !shown.has(unit) && kept.has(`${unit.source}:${unit.passage}`)),
  ];
}

/** Adds what differs at the end; a summary then need not say it twice. */
function withDifferences(
  chapters: readonly Chapter[],
  form: Form,
  differing: readonly Disagreement[],
): Chapter[] {
  const units = [...new Set(differing.flatMap(({ pair }) => pair))];
  if (units.length === 0) return [...chapters];
  const across = differing.some(({ pair: [left, right] }) => left.source !== right.source);
  const heading = across ? "Where sources disagree" : "Where people differ";
  const others = chapters.map((chapter) => {
    const rest = chapter.units.filter((unit) => !units.includes(unit));
    return form === "question" || chapter.name !== "points" ? chapter : { ...chapter, units: rest };
  });
  return [...filled(others), { name: "disagreements", heading, units }];
}

/** Asked for a short or simple draft, or a number of points or words, there is no room for extras. */
const isPlain = ({ points, words, simple, scale }: Shape): boolean =>
  points === null && words === null && !simple && scale >= 1;

function chosenParts(chapters: readonly Chapter[], { onlyParts, dropParts }: Shape): Chapter[] {
  const left = chapters.filter(({ name }) => !dropParts.includes(name));
  return onlyParts.length === 0 ? left : left.filter(({ name }) => onlyParts.includes(name));
}
