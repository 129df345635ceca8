const KiB = 1024;
const MiB = 1024 * KiB;
const second = 1000;

/** Limits of one page fetch. Sizes are bytes, times milliseconds. */
export const fetchLimits = {
  /** From the first look-up to the last byte, all redirects together: a person waits for it. */
  totalMs: 14 * second,
  /** One connection; leaves time to try a second address within `totalMs`. */
  connectMs: 6 * second,
  /** A server that sends nothing for so long is not going to. */
  idleMs: 10 * second,
  /** Redirects followed; browsers allow 20, honest sites need two or three. */
  redirectsMax: 5,
  /** Response headers; Node's own default is 16 KiB, some sites send large policies. */
  headerBytesMax: 32 * KiB,
  /** On the wire, whatever it decodes to. */
  wireBytesMax: 10 * MiB,
  /** On the wire with all that stands around the body; honest framing adds less than a hundredth. */
  socketBytesMax: 12 * MiB,
  /** Decoded documents (PDF, spreadsheets). */
  documentBytesMax: 10 * MiB,
  /** Decoded HTML and text: building a tree takes about twenty times this in memory. */
  htmlBytesMax: 5 * MiB,
  /** Longest address looked at. */
  urlCharsMax: 2048,
} as const;
export type FetchLimits = Readonly<Record<keyof typeof fetchLimits, number>>;

/** Limits of reading one document in its child process. Times are milliseconds. */
export const parseLimits = {
  /** Then the child is killed. The slowest honest document measured needs a fifth of it. */
  timeMs: 15 * second,
  /** Waiting for a free child; behind slow documents this is reached before the run's own limit. */
  queueMs: 120 * second,
  /** Children at once: parsing is pure CPU, and the workers need the rest. */
  childrenMax: 2,
  /** Documents waiting for a child. */
  queueMax: 100,
  /** JavaScript heap of the child in MiB; V8 aborts the child above it. */
  heapMiB: 512,
  /** All memory of the child in bytes, what its parsers keep outside the heap included; the child is killed above it. */
  memoryBytesMax: 1024 * MiB,
  /** Document bytes accepted at all, also the limit for uploads and library files. */
  documentBytesMax: 25 * MiB,
} as const;
export type ParseLimits = Readonly<Record<keyof typeof parseLimits, number>>;

/** Limits that hold inside one document. */
export const documentLimits = {
  /** Characters kept of one document: some 600 pages of print. */
  charsMax: 2_000_000,
  /** Passages kept of one document. */
  passagesMax: 5000,
  /** Characters under which neighbouring paragraphs of one heading or page are put together. */
  passageCharsMin: 300,
  /** Characters above which a paragraph is cut between sentences. */
  passageCharsMax: 900,
  /** A "sentence" longer than this (a base64 blob, a table without stops) is cut at a space. */
  sentenceCharsMax: 4000,
  /** Characters of a heading or name used as a locator. */
  locatorCharsMax: 120,
  /** Characters of a title. */
  titleCharsMax: 300,
  /** Nesting of HTML elements; 5,000 of them take Readability 45 s. */
  htmlDepthMax: 256,
  /** Elements above which Readability is skipped and the whole body is read. */
  htmlElementsMax: 60_000,
  /** Unpacked bytes of all parts of a DOCX or XLSX together. */
  inflatedBytesMax: 100 * MiB,
  /** Unpacked bytes of one XML part; at 30 MiB mammoth already needs most of its time limit. */
  xmlPartBytesMax: 30 * MiB,
  /** Parts in a DOCX or XLSX. */
  zipEntriesMax: 5000,
  /** PDF pages read. */
  pdfPagesMax: 500,
  /** Characters of text per page under which a PDF is taken for a scan. */
  scanCharsPerPage: 10,
  /** Rows read of a table or sheet. */
  rowsMax: 5000,
  /** Columns read of a row. */
  columnsMax: 100,
  /** Characters kept of one cell. */
  cellCharsMax: 2000,
  /** Characters of one CSV record; an unclosed quote swallows the rest of the file. */
  recordCharsMax: 256 * KiB,
} as const;

/** Limits of a web search. Times are milliseconds. */
export const searchLimits = {
  /** One call of a search provider, connection included: without network the answer must come fast. */
  totalMs: 6 * second,
  connectMs: 3 * second,
  /** Bytes of a provider's answer. */
  answerBytesMax: 2 * MiB,
  /** Hits asked for: twice what is read, so that duplicates and unreadable ones can be passed over. */
  hitsMax: 8,
  /** Hits read in full. */
  pagesMax: 4,
  /** Characters of a query; Tavily refuses more than 400. */
  queryCharsMax: 400,
  /** Characters kept of a hit's title and of its snippet. */
  titleCharsMax: 200,
  snippetCharsMax: 1500,
} as const;
export type SearchLimits = Readonly<Record<keyof typeof searchLimits, number>>;

/** Limits of the library's folders. */
export const libraryLimits = {
  fileBytesMax: parseLimits.documentBytesMax,
  filesMax: 5000,
  /** Folders inside folders. */
  depthMax: 20,
  /** Directory entries looked at, hidden and skipped ones included. */
  entriesMax: 50_000,
  /** Documents taken from one library search. */
  hitsMax: 6,
} as const;
export type LibraryLimits = Readonly<Record<keyof typeof libraryLimits, number>>;

/** Limits of what a person is told. */
export const wordingLimits = {
  /** Characters of a note, and of an address or a name inside one. */
  noteCharsMax: 200,
  nameCharsMax: 100,
  /** Notes of one reading. */
  notesMax: 20,
} as const;
