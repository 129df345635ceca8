import type { Subtask } from "../../../domain/plan.ts";
import type { SourceQuery } from "../../../domain/source.ts";
import type { Brief, EngineContext, Gathered } from "../../engine.ts";
import { quoted } from "../data.ts";
import { allEnded } from "../ended.ts";
import type { Means } from "../means.ts";
import { converse } from "../talk/conversation.ts";
import { definitionsOf, offeredIn } from "../tools/define.ts";
import { isBesidePrivate, isPrivate, typedIn, whyNot } from "../tools/guard.ts";
import { type Desk, runTools } from "../tools/run.ts";
import { openShelf, type Shelf } from "../tools/shelf.ts";
import { showFor, showFrom, shownMax } from "../tools/show.ts";
import { askedIn, text } from "./ask.ts";
import { bringHome } from "./bring.ts";
import { readAll } from "./readall.ts";
import { readFor } from "./serversearch.ts";

/** Reads for one part of a plan, in a conversation of its own, and brings home what it recorded. */
export async function gatherPart(
  brief: Brief,
  subtask: Subtask,
  means: Means,
  context: EngineContext,
): Promise<Gathered> {
  const by = mannerOf(subtask);
  if (by === "read") {
    // Nobody need wait for a conversation that there is not.
    await context.warm();
    return readAll(brief, subtask, context);
  }
  const name = `gather:${subtask.number}`;
  const offer = { side: by, ...brief.searchable };
  const shelf = openShelf();
  const desk: Desk = {
    brief,
    shelf,
    side: by,
    tainted: subtask.manner?.tainted ?? false,
    besidePrivate: isBesidePrivate(brief, subtask),
    offered: new Set(offeredIn(offer).map((tool) => tool.name)),
    readQuery: (query) => readFor(name, query, means, context),
    context,
  };
  const begun = await readFirst(subtask, desk);
  const model = means.models.main;
  let warming: Promise<void> | undefined;
  const talkWith = (who: string, conversation: string) =>
    converse(
      {
        name: conversation,
        model: who,
        prompt: "gather",
        tools: definitionsOf(offer, means.can(who)),
        open: async () => [text(await openingOf(brief, subtask, begun, shelf))],
        maxTokens: 6_000,
        effort: subtask.manner?.effort ?? "medium",
        onBegin: () => {
          warming ??= context.warm();
          warming.catch(() => {}); // Waited for below.
        },
        run: (uses, turn) => runTools(uses, turn, desk),
      },
      means,
      context,
    );
  let over = await talkWith(model, name);
  const { other } = means.models;
  if (over.type === "refused" && other !== null) over = await talkWith(other, `${name}:other`);
  await warming;
  await context.warm();
  return bringHome(brief, subtask, shelf, over);
}

/** A plan that was made by rule says only what is to be read. */
function mannerOf({ manner, queries }: Subtask): "read" | "web" | "inside" {
  if (manner) return manner.by;
  if (queries.some(({ type }) => type === "web")) return "web";
  return queries.some(({ type }) => type === "library") ? "inside" : "read";
}

type Begun = readonly { readonly query: SourceQuery; readonly refused: string | null }[];

/** Reads what the part names, side by side, and puts it up in its order. */
async function readFirst(
  { queries }: Subtask,
  { brief, shelf, tainted, besidePrivate, readQuery }: Desk,
): Promise<Begun> {
  const ground = {
    ...typedIn(brief),
    found: new Set<string>(),
    tainted: tainted || queries.some(isPrivate),
    besidePrivate,
  };
  const begun = queries.map((query) => ({ query, refused: whyNot(query, ground) ?? null }));
  const readings = await allEnded(
    begun.map(({ query, refused }) =>
      refused === null ? readQuery(query) : Promise.resolve(null),
    ),
  );
  for (const [i, reading] of readings.entries()) {
    const type = queries[i]?.type;
    const by = type === "web" || type === "library" ? "search" : "reading";
    if (reading) shelf.add(reading, by);
  }
  return begun;
}

/** The first message: what this part is, and what has been read for it already. */
async function openingOf(
  brief: Brief,
  { title, objective, manner }: Subtask,
  begun: Begun,
  shelf: Shelf,
): Promise<string> {
  const searched = begun.flatMap(({ query, refused }) =>
    refused === null && (query.type === "web" || query.type === "library")
      ? [`${query.type}: ${quoted(query.query)}`]
      : [],
  );
  const about = `${objective} ${brief.question}`;
  const room = shownMax.whole * 2;
  const shown = await Promise.all(
    shelf.sources.map(async (source, n) => {
      const place = { number: n + 1, source };
      const each = Math.min(shownMax.whole, Math.floor(room / shelf.sources.length));
      return searched.length > 0
        ? showFor(place, about, Math.min(each, shownMax.hit))
        : showFrom(place, 1, each);
    }),
  );
  return [
    "The whole question, for context:",
    askedIn(brief),
    `Your part: ${quoted(title)}. ${quoted(objective)}`,
    ...(manner && manner.boundaries !== "" ? [`Boundaries: ${quoted(manner.boundaries)}`] : []),
    ...(searched.length > 0 ? [`Searched for you already:\n${searched.join("\n")}`] : []),
    ...(shown.length > 0 ? ["Read for you already:", ...shown] : ["Nothing has been read yet."]),
    ...shelf.notes.map((note) => quoted(note)),
  ].join("\n\n");
}
