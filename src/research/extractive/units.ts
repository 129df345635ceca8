import type { Passage, Source } from "../../domain/source.ts";
import { cleanText } from "./clean.ts";
import { compose } from "./compose.ts";
import { isCourtesy, isLabel, openerLength } from "./courtesy.ts";
import { rowOf, type Row } from "./rows.ts";
import { sentencesOf } from "./sentences.ts";
import { takeTurns } from "./turns.ts";
import { isContent, stemOf, wordCount, wordsOf } from "./words.ts";

/** One sentence with its place: what this engine ranks, picks and cites. */
export type Unit = {
  /** Position of its source in the list that was cut. */
  readonly source: number;
  readonly passage: number;
  /** Counts from 0 within its passage. */
  readonly sentence: number;
  /** Counts from 0 over all that was cut: reading order. */
  readonly order: number;
  /** As it stands in the passage. */
  readonly quote: string;
  /** The quote as a reader sees it: one line, without marks. */
  readonly text: string;
  readonly speaker: string | null;
  readonly conversation: boolean;
  readonly stems: readonly string[];
  /** The stems to search by: who says it counts as if it were said. */
  readonly indexed: readonly string[];
  /** Whole words as the reader counts them. */
  readonly words: number;
  /** An item of a list in a message: one thing said, however many sentences it has. */
  readonly item?: boolean;
  /** Set where the unit is a row of a table: its text shows only some cells. */
  readonly row?: Row;
  /** Stems of its source's title and its heading, for documents: what it is about, said only there. */
  readonly titled?: readonly string[];
  /** What a text made of several quotes rests on; without it, the quote alone. */
  readonly evidence?: readonly Evidence[];
};

/** A quote and where it stands. */
export type Evidence = Pick<Unit, "source" | "passage" | "quote">;

/** Longer passages are read up to here; readers cut far shorter ones. */
export const passageCharactersMax = 20_000;
/** A sentence without an end (a table, a log) is taken up to here. */
const sentenceCharactersMax = 1_500;
/** All text cut for one draft, so that a huge upload cannot hold the worker. */
export const charactersMax = 1_000_000;

export type Units = {
  readonly units: readonly Unit[];
  /** Positions of the sources that were not read to their end. */
  readonly cut: readonly number[];
};

/** True for sources made of messages: who speaks matters, and list and quote habits differ. */
export const isConversation = (source: Source): boolean =>
  source.type === "thread" ||
  source.type === "channel" ||
  source.passages.filter((passage) => passage.speaker !== null).length * 2 > source.passages.length;

/**
 * Cuts sources into sentences, giving other work its turn in between. Left out: passages for which `leaveOut` holds,
 * greetings and thanks, and sentences without a subject. Reads at most `charactersMax`.
 */
export async function unitsOf(
  sources: readonly Source[],
  leaveOut: (passage: Passage, source: number, position: number) => boolean = () => false,
): Promise<Units> {
  const units: Unit[] = [];
  const cut = new Set<number>();
  const stem = rememberStems();
  const stemsWith = (text: string): string[] => wordsOf(text).filter(isContent).map(stem);
  const turn = takeTurns();
  let characters = 0;

  for (const [source, { passages, ...rest }] of sources.entries()) {
    const conversation = isConversation({ passages, ...rest });
    for (const [passage, { text, speaker, ...place }] of passages.entries()) {
      if (characters >= charactersMax) cut.add(source);
      if (cut.has(source) || leaveOut({ text, speaker, ...place }, source, passage)) continue;
      const readable = text.slice(0, passageCharactersMax);
      if (readable.length < text.length) cut.add(source);
      characters += readable.length;
      await turn(readable.length);

      const named = stemsWith(speaker ?? "");
      const titled = conversation ? [] : stemsWith(`${rest.title} ${place.locator ?? ""}`);
      const add = (said: Said): void => {
        const stems = stemsWith(said.text);
        const own = { source, passage, order: units.length, speaker, conversation, titled };
        const words = wordCount(said.text);
        if (stems.length > 0)
          units.push({ ...own, ...said, stems, indexed: [...named, ...stems], words });
      };
      const row = conversation ? undefined : rowOf(readable);
      if (row) saidInRow(row, { source, passage }).forEach(add);
      else saidIn(readable, speaker, conversation).forEach(add);
    }
  }
  return { units, cut: [...cut] };
}

type Said = Pick<Unit, "sentence" | "quote" | "text" | "item" | "row" | "evidence">;

/** The sentences of a passage; in conversations without greetings and labels. */
function saidIn(text: string, speaker: string | null, conversation: boolean): Said[] {
  return sentencesOf(text, conversation).flatMap(({ start, end, item }, sentence): Said[] => {
    const whole = text.slice(start, Math.min(end, start + sentenceCharactersMax));
    const quote = conversation ? whole.slice(openerLength(whole)) : whole;
    if (isColumns(quote)) return [];
    if (isCourtesy(quote) || (conversation && isLabel(quote, speaker))) return [];
    return [{ sentence, quote, text: cleanText(quote), item }];
  });
}

/** The names of a table's columns, read as a line: `#; Action; Owner; Due`. */
const isColumns = (text: string): boolean => {
  const names = text.split("; ");
  return (
    names.length >= columnsMin && names.every((name) => /^(?:#|\p{L}+(?: \p{L}+)?)$/u.test(name))
  );
};
const columnsMin = 4;

/** A row, to be reduced to the cells that matter, and the sentences in its cells, under the row's name. */
function saidInRow(row: Row, place: { source: number; passage: number }): Said[] {
  const name = { ...place, quote: row.name };
  const whole = compose("row", [row.name, ...row.cells]);
  return [
    { sentence: 0, quote: row.name, text: whole, row },
    ...row.notes.map((quote, i): Said => ({
      sentence: i + 1,
      quote,
      text: compose("note", [row.name, quote]),
      evidence: [name, { ...place, quote }],
    })),
  ];
}

/** Words repeat, and stemming is the slow part. */
function rememberStems(): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    let stem = known.get(word);
    if (stem === undefined) known.set(word, (stem = stemOf(word)));
    return stem;
  };
}
