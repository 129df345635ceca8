/** A paragraph, list item, row or message of a document, before it is cut into passages. */
export type Block = {
  readonly text: string;
  /** Page, heading or row. Only blocks with the same one are put together into a passage. */
  readonly locator: string | null;
  readonly speaker: string | null;
  /** Stays a passage of its own: a row means nothing together with half of the next one. */
  readonly alone: boolean;
};

/** What a format's reader found; `why` ends the sentence "… could not be read: ". */
export type Content = Legible | Unreadable;
export type Legible = {
  readonly ok: true;
  readonly title: string | null;
  readonly blocks: readonly Block[];
  /** Ends of sentences that begin with the document's name. */
  readonly notes: readonly string[];
};
export type Unreadable = { readonly ok: false; readonly why: string };

/** A paragraph under a heading or on a page. */
export const paragraph = (text: string, locator: string | null): Block => ({
  text,
  locator,
  speaker: null,
  alone: false,
});
