import { z } from "zod";
import type { Draft } from "../../src/domain/draft.ts";
import type { Source } from "../../src/domain/source.ts";
import type { Message } from "../../src/sandbox/shapes.ts";
import type { Sql } from "../../src/store/database.ts";
import { aDraft, aSource } from "../support/engine.ts";
import type { startLegwork } from "../support/legwork.ts";

export type Legwork = Awaited<ReturnType<typeof startLegwork>>;

/** Something that happens once, and who waits for it. */
export const signal = () => Promise.withResolvers<void>();

/** A source that says one thing and is like no other. */
export const aPage = (name: string): Source =>
  aSource({
    title: `Page ${name}`,
    url: `https://status.example/${name}`,
    passages: [
      { text: `What ${name} says is said here.`, speaker: null, locator: null, url: null },
    ],
  });

/** A draft in which every source is cited once. */
export const citingAll = (headline: string, sources: readonly Source[]): Draft =>
  aDraft({
    headline,
    sections: [
      {
        heading: "Key points",
        statements: sources.map(({ passages }, n) => ({
          text: passages[0]?.text ?? "",
          speaker: null,
          citations: [{ source: n + 1, passage: 0, quote: passages[0]?.text ?? "" }],
          check: { result: "found", overlap: 1 },
        })),
      },
    ],
    sources: sources.map(({ title, url }, position) => ({ position, title, url })),
  });

/** Ends when the work on a part is to end. */
export const untilStopped = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(stop.reason);
    if (stop.aborted) end();
    else stop.addEventListener("abort", end, { once: true });
  });

const Buttons = z.array(
  z.looseObject({
    block_id: z.string().optional(),
    elements: z
      .array(
        z.looseObject({
          action_id: z.string().optional(),
          text: z.looseObject({ text: z.string() }).optional().catch(undefined),
        }),
      )
      .optional()
      .catch(undefined),
  }),
);

/** The labels of the ways to answer that a message shows, with where each stands. */
export const waysIn = ({ blocks }: Message): ReadonlyMap<string, string> =>
  new Map(
    Buttons.parse(blocks ?? []).flatMap(({ block_id: block, elements = [] }) =>
      elements
        .filter(({ action_id: id }) => id === "answer")
        .map(({ text }): [string, string] => [text?.text ?? "", block ?? ""]),
    ),
  );

/** Presses the way to answer that is labelled so. */
export async function press({ slack }: Legwork, user: string, asked: Message, label: string) {
  const blockId = waysIn(asked).get(label);
  if (blockId === undefined) throw new Error(`there is no way to answer “${label}”`);
  return slack.as(user).click(asked, "answer", { blockId });
}

/** Lets the end of the time to answer come now. */
export const letTimePass = (db: Sql) =>
  db.query(
    "update pgboss.job set start_after = clock_timestamp() where name = 'assume' and state = 'created'",
  );

export const TaskRow = z.object({
  question: z.string(),
  status: z.string(),
  epoch: z.int(),
  revision: z.int(),
  admitted: z.boolean(),
});

export async function rowOf(db: Sql, number = 1): Promise<z.infer<typeof TaskRow>> {
  const { rows } = await db.query(
    `select question, status, epoch, revision, admitted_at is not null as admitted
     from task where number = $1`,
    [number],
  );
  return TaskRow.parse(rows[0]);
}
