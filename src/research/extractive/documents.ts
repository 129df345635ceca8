import { filled, type Body, type Chapter } from "./body.ts";
import { roomFor } from "./budget.ts";
import { hasFigure, isQuestion } from "./cues.ts";
import { distinct } from "./conversation.ts";
import { gistOf } from "./gist.ts";
import type { Shape } from "./shape.ts";
import type { Unit } from "./units.ts";
import { shorten } from "./clean.ts";

/** From two to this many documents, each gets its own chapter; more are summed up together. */
const chaptersMax = 6;
const headingCharactersMax = 80;
/** A sentence with a figure longer than this hides it. In words. */
const figureWords = 40;

/** What documents come to: what each is, its main points, and the figures it names. */
export function bodyOfDocuments(
  units: readonly Unit[],
  titles: readonly string[],
  shape: Shape,
  bonus: (unit: Unit) => number = () => 0,
): Body {
  const bySource = [...Map.groupBy(units, ({ source }) => source).entries()];
  if (bySource.length < 2 || bySource.length > chaptersMax) return bodyOfOne(units, shape, bonus);

  const each = Math.max(1, Math.floor((shape.points ?? Infinity) / bySource.length));
  const share = {
    ...shape,
    points: Number.isFinite(each) ? each : null,
    words: shape.words === null ? null : Math.floor(shape.words / bySource.length),
  };
  const chapters = bySource.map(([source, own]): Chapter => {
    const room = roomFor(share, own.length, 3);
    const points = gistOf(
      own,
      { ...room.points, words: Math.min(room.points.words, room.total.words) },
      undefined,
      bonus,
    );
    return {
      name: "points",
      heading: shorten(titles[source] ?? "Source", headingCharactersMax),
      units: points,
    };
  });
  const unit = chapters[0]?.units[0];
  return { chapters: filled(chapters), lead: unit && { unit, label: null }, unanswered: [] };
}

function bodyOfOne(units: readonly Unit[], shape: Shape, bonus: (unit: Unit) => number): Body {
  const room = roomFor(shape, units.length, 6);
  const all = Number.isFinite(room.total.sentences) ? room.total.sentences : Infinity;
  const figuresMost = Math.min(room.beside, Math.floor(all / 3));
  const wordsLeft = Math.min(room.points.words, room.total.words);
  const counted = {
    words: wordsLeft * (Number.isFinite(room.total.words) ? 0.7 : 1),
    sentences: Math.min(room.points.sentences, all - figuresMost),
  };
  const prose = units.filter(
    ({ text, row }) => !isQuestion(text) && !isFrontMatter(text) && row === undefined,
  );
  const points = gistOf(
    prose.length >= proseMin ? prose : units.filter(({ text }) => !isQuestion(text)),
    counted,
    undefined,
    bonus,
  );
  const used = points.reduce((sum, { words }) => sum + words, 0);
  const withFigures = distinct(
    units.filter(
      (unit) =>
        hasFigure(unit.text) &&
        unit.words <= figureWords &&
        !isFrontMatter(unit.text) &&
        !points.includes(unit),
    ),
  );
  const figures = gistOf(
    withFigures,
    { words: Math.min(80, room.total.words - used), sentences: figuresMost },
    undefined,
    bonus,
  );
  const chapters = filled([
    { name: "points", heading: "Key points", units: points },
    { name: "figures", heading: "Figures", units: figures },
  ]);
  const [unit] = [...points, ...figures].toSorted(
    (a, b) => leadWeight(b) + bonus(b) - leadWeight(a) - bonus(a),
  );
  const lead = unit ?? figures[0];
  return { chapters, lead: lead && { unit: lead, label: null }, unanswered: [] };
}

/** With fewer sentences than these, a document is its tables. */
const proseMin = 3;

/** Who wrote it, when, and who was there: on the document, not in it. */
const isFrontMatter = (text: string): boolean =>
  /^(?:prepared|written|compiled|version|last changed|figures are for|present|absent|attendees|participants|next (?:sync|meeting)|date|author|status|owner)\b/i.test(
    text,
  ) || /^(?:\p{Lu}\p{Ll}+day,? )?\d{1,2}\.? \p{Lu}\p{Ll}+ \d{4}\b.{0,20}$/u.test(text);

/** A text says early, and at the start of a paragraph, what it is about. */
const leadWeight = ({ passage, sentence, words }: Unit): number =>
  Math.exp(-passage / 6) + 0.3 * Math.exp(-sentence) - (words < 6 ? 0.6 : 0);
