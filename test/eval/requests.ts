import type { Source } from "../../src/domain/source.ts";
import { harbourPages, harbourQuestion } from "../support/harbour.ts";
import { sourceOf } from "../support/samples.ts";
import type { Request } from "./request.ts";

/** A page that the whole world may see. */
const page = (n: number, title: string, paragraphs: readonly string[]): Source => ({
  ...sourceOf(
    "page",
    title,
    paragraphs.map((text) => [null, text] as const),
    `https://northhaven.example/${n}`,
  ),
  visibility: { type: "public" },
});

const thread = sourceOf("thread", "#releases", [
  ["Ines", "The 4.2 release still fails on phones with 2 GB of memory. Do we ship on Thursday?"],
  ["Marek", "I found the leak: the map keeps every tile. The fix is in review, 40 lines."],
  ["Ines", "Good. Then we ship on Thursday if the tests on the two old phones are green."],
  ["Yara", "Support has 31 open tickets about it, so please name the fix in the notes."],
  ["Marek", "I write the notes by Wednesday noon. Who runs the tests on the old phones?"],
  ["Yara", "I do, on Wednesday. If they fail we ship without the map and follow up in 4.3."],
]);

const minutes = sourceOf("file", "minutes.txt", [
  [null, "The board met on 3 March. Five of seven members were present."],
  [null, "The lease of the workshop ends in August. The owner asks for 14 percent more rent."],
  [null, "The board decided to look for another place and to keep the lease until June at most."],
  [null, "The treasurer reported a loss of 8,200 euros for the winter, mostly heating."],
  [null, "It stayed open who talks to the owner. The next meeting is on 7 April."],
]);

/** A few requests of our own, so that the program can be tried without any data. */
export const ownRequests: readonly Request[] = [
  {
    set: "own",
    id: "harbour",
    kind: "research",
    question: harbourQuestion,
    given: [],
    found: harbourPages.map(({ title, paragraphs }, n) => page(n, title, paragraphs)),
    references: [
      "The barrage would deliver 310 gigawatt hours a year and hold back a surge of 3.2 metres, but it costs 1.4 billion crowns " +
        "without dredging, needs a doubled line in 2031, harms salmon and makes ships wait 35 minutes. Dikes protect the town " +
        "for 220 million crowns until 2070.",
    ],
  },
  {
    set: "own",
    id: "release",
    kind: "summary",
    question: "Summarize this thread",
    given: [thread],
    found: [],
    references: [
      "Release 4.2 ships on Thursday if Yara's tests on the two old phones are green on Wednesday; else it ships without the " +
        "map. Marek has fixed the memory leak and writes the notes by Wednesday noon.",
    ],
  },
  {
    set: "own",
    id: "minutes",
    kind: "document",
    question: "What was decided, and what is open?",
    given: [minutes],
    found: [],
    references: [
      "The board decided to look for another place and keep the lease until June at most. Open is who talks to the owner.",
    ],
  },
];
