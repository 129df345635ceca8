import { z } from "zod";
import { Passage } from "../../../domain/source.ts";
import { documentLimits, wordingLimits } from "../limits.ts";

/** A document to read. `name` helps to tell its type; `declaredType` is what its sender called it. */
export type Document = {
  /** How it is called in a sentence: a file name, or an address without its query. */
  readonly shown: string;
  readonly name: string;
  readonly declaredType: string | null;
  readonly bytes: Uint8Array;
};

/** What a document said, or a sentence saying why it could not be read. */
export type Parsed =
  | {
      readonly ok: true;
      readonly title: string | null;
      readonly passages: readonly Passage[];
      /** Sentences: what was left out. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** Reads one document. Throws only when `signal` is aborted or no child process can be started. */
export type ParseDocument = (document: Document, signal: AbortSignal) => Promise<Parsed>;

/** Parent to child. */
export const ParseRequest = z.object({
  name: z.string(),
  declaredType: z.string().nullable(),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type ParseRequest = z.infer<typeof ParseRequest>;

/** Child to parent; checked there, because a parser that was taken over may send anything. `why` ends a sentence. */
export const ParseReply = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    title: z.string().max(documentLimits.titleCharsMax).nullable(),
    passages: z
      .array(Passage.extend({ text: z.string().max(documentLimits.sentenceCharsMax) }))
      .max(documentLimits.passagesMax)
      .refine(
        (passages) =>
          passages.reduce((sum, { text }) => sum + text.length, 0) <= documentLimits.charsMax,
      ),
    notes: z.array(z.string().max(wordingLimits.noteCharsMax)).max(wordingLimits.notesMax),
  }),
  z.object({ ok: z.literal(false), why: z.string().max(wordingLimits.noteCharsMax) }),
]);
export type ParseReply = z.infer<typeof ParseReply>;
