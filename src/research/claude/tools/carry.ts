import { z } from "zod";
import { type Reading, SourceQuery } from "../../../domain/source.ts";
import { quoted } from "../data.ts";
import { type Ground, whyNot } from "./guard.ts";
import type { Shelf } from "./shelf.ts";
import { showFor, showFrom, shownMax } from "./show.ts";
import type { Wish } from "./tool.ts";

/** What became of a call; stored, so that a repeat answers the model to the letter. */
export const Outcome = z.object({
  text: z.string(),
  failed: z.boolean(),
  read: SourceQuery.nullable(),
  record: z
    .object({ source: z.int(), passages: z.array(z.int()).readonly(), why: z.string() })
    .nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

/** Does what a call asks for, if it may. */
export async function carryOut(
  wish: Wish,
  { ground, readsLeft }: { ground: Ground; readsLeft: number },
  { shelf, readQuery }: { shelf: Shelf; readQuery: (query: SourceQuery) => Promise<Reading> },
): Promise<Outcome> {
  if ("problem" in wish) return refused(wish.problem);
  if ("record" in wish) {
    const { source, passages } = wish.record;
    const named = passages.map((number) => `p${number}`).join(", ");
    return { ...said(`Recorded: s${source}, ${named}.`), record: wish.record };
  }
  if ("shelved" in wish) {
    const place = shelf.find(String(wish.shelved));
    return place ? said(showFrom(place, wish.from, shownMax.whole)) : refused("It is gone.");
  }
  const why = whyNot(wish.read, ground);
  if (why !== undefined) return refused(why);
  if (readsLeft <= 0) return refused("No more can be read for this part. Record and conclude.");
  const reading = await readQuery(wish.read);
  return { ...said(await shown(wish, reading, shelf)), read: wish.read };
}

async function shown(
  { read, show }: Extract<Wish, { read: unknown }>,
  reading: Reading,
  shelf: Shelf,
): Promise<string> {
  const places = shelf.add(reading, kindOf(read));
  const texts = await Promise.all(
    places.map(async (place) =>
      "about" in show
        ? showFor(place, show.about)
        : showFrom(place, show.from, shownMax.whole / places.length),
    ),
  );
  const notes = reading.notes.map((note) => quoted(note));
  return [...texts, ...notes].join("\n\n") || "Nothing was found.";
}

/** How a reading comes by its addresses: a search has brought them, or somebody has named them. */
export const kindOf = ({ type }: SourceQuery) =>
  type === "web" || type === "library" ? ("search" as const) : ("reading" as const);

const said = (text: string): Outcome => ({ text, failed: false, read: null, record: null });
const refused = (text: string): Outcome => ({ ...said(text), failed: true });
