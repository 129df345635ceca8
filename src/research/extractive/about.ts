import { listedDecision } from "./decisions.ts";
import { queryOf } from "./bm25.ts";
import { topicOfSummary } from "./topic.ts";
import type { Unit } from "./units.ts";
import { answerFrom, bestWindows } from "./windows.ts";

/** A text of fewer sentences is summed up whole, whatever the request names. */
const longSentences = 40;
/** Sentences kept for a topic, and how few are too few. */
const topicSentences = 24;
const topicSentencesMin = 5;

/** A request to sum up what was said on something keeps to the places that speak of it. */
export function aboutTopic(units: readonly Unit[], request: string): readonly Unit[] {
  if (units.length < longSentences) return units;
  // Who asks for the decision wants all that led to it.
  if (/\bdecisions?\b|\bdecided?\b/i.test(request) && listedDecision(units)) return units;
  const topic = topicOfSummary(request, new Set(units.flatMap(({ indexed }) => indexed)));
  if (topic.length === 0) return units;
  const query = queryOf(topic);
  const windows = bestWindows(units, query);
  const named = new Set(answerFrom(windows, query, { words: Infinity, sentences: topicSentences }));
  const about = windows.filter((unit) => named.has(unit));
  return about.length >= topicSentencesMin ? about : units;
}
