import { z } from "zod";

/** Ties a sentence of a draft to the words it rests on. */
export const Citation = z.object({
  /** Number of the source in the draft's own list, from 1: the `[n]` a reader sees. */
  source: z.int().positive(),
  /** Which passage of that source, from 0. */
  passage: z.int().nonnegative(),
  /** The words themselves, exactly as they stand in the passage. */
  quote: z.string().min(1),
});
export type Citation = Readonly<z.infer<typeof Citation>>;

/** What a model found that was shown one claim and the passages it cites, and nothing else. */
export const Verdict = z.object({
  says: z.enum(["supported", "partial", "unsupported"]),
  /** In a few words; what is not there, unless it is supported. */
  why: z.string(),
});
export type Verdict = Readonly<z.infer<typeof Verdict>>;

/**
 * What the check by rule found for one statement. It never says "verified": a rule cannot know that; `model` may, where one
 * has looked. `found`: quote, numbers and names are all in the cited passage.
 */
export const Check = z.discriminatedUnion("result", [
  z.object({ result: z.literal("unchecked") }),
  z.object({ result: z.literal("found"), overlap: z.number(), model: Verdict.optional() }),
  z.object({
    result: z.literal("flagged"),
    overlap: z.number(),
    /** In words for the reader, e.g. `the number 14 is not in the cited passage`. */
    problems: z.array(z.string()).readonly(),
    model: Verdict.optional(),
  }),
]);
export type Check = Readonly<z.infer<typeof Check>>;

/** True only where a model was shown the passages and found all of the statement in them. */
export const isVerified = ({ check }: { readonly check: Check }): boolean =>
  check.result === "found" && check.model?.says === "supported";

/** One sentence or bullet of a draft. */
export const Statement = z.object({
  text: z.string(),
  /** Who said it, shown before the text (`Grace: …`) where the source is a conversation. */
  speaker: z.string().nullable(),
  citations: z.array(Citation).readonly(),
  check: Check,
});
export type Statement = Readonly<z.infer<typeof Statement>>;

export const Section = z.object({
  heading: z.string(),
  statements: z.array(Statement).readonly(),
});
export type Section = Readonly<z.infer<typeof Section>>;

/** A source as the draft lists it. `position` finds its stored text: the run's sources count from 0. */
export const DraftSource = z.object({
  position: z.int().nonnegative(),
  title: z.string(),
  url: z.url().nullable(),
});
export type DraftSource = Readonly<z.infer<typeof DraftSource>>;

/** The numbered answer of a run, awaiting a decision. */
export const Draft = z.object({
  headline: z.string(),
  sections: z.array(Section).readonly(),
  /** What the sources do not cover, could not be read, or was asked and cannot be done. */
  missing: z.array(z.string()).readonly(),
  /** What a person might do next. */
  next: z.array(z.string()).readonly(),
  /** How feedback was taken up, point by point; empty for a first draft. */
  answers: z.array(z.object({ feedback: z.string(), answer: z.string() })).readonly(),
  /** In the order of their `[n]`. */
  sources: z.array(DraftSource).readonly(),
  /** How it was made, e.g. `Extractive: sentences chosen from the sources, no model`. */
  method: z.string(),
});
export type Draft = Readonly<z.infer<typeof Draft>>;

/** Every statement with a place, in reading order. */
export const statementsOf = (draft: Draft): readonly Statement[] =>
  draft.sections.flatMap((section) => section.statements);

/** True when there is nothing to approve: no statement was found. */
export const isEmpty = (draft: Draft): boolean => statementsOf(draft).length === 0;
