import type Anthropic from "@anthropic-ai/sdk";
import type { Reading, SourceQuery } from "../../../domain/source.ts";
import type { Brief, EngineContext } from "../../engine.ts";
import { allEnded } from "../ended.ts";
import { carryOut, kindOf, Outcome } from "./carry.ts";
import { type Ground, isPrivate, typedIn, whyNot } from "./guard.ts";
import type { Shelf } from "./shelf.ts";
import type { Side, Wish } from "./tool.ts";
import { tools } from "./tools.ts";

/** Where the tools of one conversation work. */
export type Desk = {
  readonly brief: Brief;
  readonly shelf: Shelf;
  /** The tools that it was told of; a call of any other is answered with no. */
  readonly offered: ReadonlySet<string>;
  readonly side: Side;
  /** It was begun by something that had read what is not public. */
  readonly tainted: boolean;
  /** Somewhere beside it such things are read. */
  readonly besidePrivate: boolean;
  readonly readQuery: (query: SourceQuery) => Promise<Reading>;
  readonly context: EngineContext;
};

/** One turn's calls. */
export type Turn = {
  /** Names the turn within the run. */
  readonly name: string;
  /** How many of its calls may still read. */
  readonly readsLeft: number;
  /** Only what was found is recorded; nothing more is read. */
  readonly concluding: boolean;
};

/**
 * Runs the calls of one turn, each once, and answers all of them. What they read is fetched side by side; the shelf is
 * filled in the order of the calls, so that a repeat gives every source the number that it had.
 */
export async function runTools(
  uses: readonly Anthropic.ToolUseBlock[],
  turn: Turn,
  desk: Desk,
): Promise<{ results: Anthropic.ToolResultBlockParam[]; reads: number }> {
  const { shelf, context } = desk;
  const wishes = uses.map((use) => wishOf(use, turn, desk));
  const ground = groundOf(wishes, desk);
  await allEnded(
    wishes.slice(0, turn.readsLeft).map(async (wish) => {
      if ("read" in wish && whyNot(wish.read, ground) === undefined) {
        await desk.readQuery(wish.read);
      }
    }),
  );

  const results: Anthropic.ToolResultBlockParam[] = [];
  let reads = 0;
  for (const use of uses) {
    // Looked at again: a source that an earlier call of this turn has brought can be named by now.
    const wish = wishOf(use, turn, desk);
    const readsLeft = turn.readsLeft - reads;
    const outcome = await context.remember(`${turn.name}:tool:${use.id}`, Outcome, () =>
      carryOut(wish, { ground, readsLeft }, desk),
    );
    if ("read" in wish) reads += 1;
    if (outcome.read) shelf.add(await desk.readQuery(outcome.read), kindOf(outcome.read));
    if (outcome.record) keep(outcome.record, shelf);
    results.push({
      type: "tool_result",
      tool_use_id: use.id,
      content: outcome.text,
      ...(outcome.failed && { is_error: true }),
    });
  }
  return { results, reads };
}

function wishOf(use: Anthropic.ToolUseBlock, { concluding }: Turn, desk: Desk): Wish {
  const tool = tools.find(({ name }) => name === use.name && desk.offered.has(name));
  if (!tool) return { problem: `There is no tool ${use.name}.` };
  const wish = tool.wish(use.input, desk);
  return concluding && "read" in wish
    ? { problem: "Reading is over: record what was found, and conclude." }
    : wish;
}

/** What may go out in this turn: a call that reads inside counts for all calls beside it. */
function groundOf(wishes: readonly Wish[], { brief, shelf, tainted, besidePrivate }: Desk): Ground {
  const readsInside = wishes.some((wish) => "read" in wish && isPrivate(wish.read));
  return {
    ...typedIn(brief),
    found: new Set(shelf.found),
    tainted: tainted || shelf.private || readsInside,
    besidePrivate,
  };
}

function keep({ source, passages, why }: NonNullable<Outcome["record"]>, shelf: Shelf): void {
  const place = shelf.find(String(source));
  if (place) shelf.record(place, passages, why);
}
