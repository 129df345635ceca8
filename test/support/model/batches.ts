import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";

import { resultOf, type Item, type Visit } from "./batch.ts";
import type { Exchange } from "./exchange.ts";
import { invalid, notFound } from "./failure.ts";
import type { House } from "./house.ts";

type Batch = Anthropic.Messages.MessageBatch;
type Line = Anthropic.Messages.MessageBatchIndividualResponse;
type Held = {
  batch: Batch;
  readonly items: readonly Item[];
  readonly visit: Visit;
  lines: Line[];
  ended: Promise<void> | null;
};

/** How batches end that are held. */
export type Ending = { readonly isLate?: boolean; readonly only?: readonly string[] };

const Creation = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        custom_id: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        params: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(100_000),
});

const dayMs = 86_400_000;

export type Batches = ReturnType<typeof openBatches>;

/** The batches: worked off at once, or, if they are held, when they are told to end. */
export function openBatches(house: House, urlOf: () => string) {
  const held = new Map<string, Held>();
  const find = (id: string): Held => {
    const found = held.get(id);
    if (!found) throw notFound(`No batch with id ${id} was found.`);
    return found;
  };
  const end = async (one: Held, isLate = false): Promise<void> => {
    one.ended ??= workOff(house, one, urlOf(), isLate);
    await one.ended;
  };

  return {
    async create({ body, betas, requestId }: Exchange): Promise<Batch> {
      const items = itemsOf(body);
      const batch = opened(house.nextId("msgbatch"), items.length, house.now());
      const one: Held = { batch, items, visit: { betas, requestId }, lines: [], ended: null };
      held.set(batch.id, one);
      if (!house.holdBatches) void end(one);
      return batch;
    },
    list: () => ({
      data: [...held.values()].map(({ batch }) => batch).toReversed(),
      has_more: false,
      first_id: [...held.keys()].at(-1) ?? null,
      last_id: [...held.keys()].at(0) ?? null,
    }),
    retrieve: (id: string): Batch => find(id).batch,
    results(id: string): string {
      const { batch, lines } = find(id);
      if (batch.results_url === null) throw notFound(`Batch ${id} has no results yet.`);
      return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    },
    /** What had not begun is cancelled; what had, is worked off. */
    async cancel(id: string): Promise<Batch> {
      const one = find(id);
      if (one.batch.processing_status === "ended") throw invalid(`Batch ${id} has already ended.`);
      const cancel_initiated_at = house.now().toISOString();
      one.batch = { ...one.batch, processing_status: "canceling", cancel_initiated_at };
      const { batch } = one;
      void end(one);
      return batch;
    },
    /** Works off every batch that waits, or these alone, or finds that their day is over. */
    async endAll({ isLate = false, only }: Ending = {}): Promise<void> {
      for (const [id, one] of held) if (only?.includes(id) ?? true) await end(one, isLate);
    },
  };
}

function itemsOf(body: unknown): readonly Item[] {
  const parsed = Creation.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { requests } = parsed.data;
  if (new Set(requests.map(({ custom_id: id }) => id)).size < requests.length) {
    throw invalid("requests: custom_id must be unique within a batch");
  }
  return requests;
}

const opened = (id: string, processing: number, now: Date): Batch => ({
  id,
  type: "message_batch",
  processing_status: "in_progress",
  request_counts: { processing, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
  created_at: now.toISOString(),
  expires_at: new Date(now.getTime() + dayMs).toISOString(),
  ended_at: null,
  archived_at: null,
  cancel_initiated_at: null,
  results_url: null,
});

/** Answers come in another order than the requests, as nobody may rely on it. */
async function workOff(house: House, one: Held, url: string, isLate: boolean): Promise<void> {
  await Promise.resolve(); // The answer to the caller is made before the first request is looked at.
  for (const item of one.items.toReversed()) {
    const isCancelled = one.batch.cancel_initiated_at !== null;
    const result: Line["result"] = isCancelled
      ? { type: "canceled" }
      : isLate
        ? { type: "expired" }
        : await resultOf(house, item, one.visit);
    one.lines.push({ custom_id: item.custom_id, result });
  }
  const count = (type: Line["result"]["type"]) =>
    one.lines.filter(({ result }) => result.type === type).length;
  one.batch = {
    ...one.batch,
    processing_status: "ended",
    ended_at: house.now().toISOString(),
    results_url: `${url}/v1/messages/batches/${one.batch.id}/results`,
    request_counts: {
      processing: 0,
      succeeded: count("succeeded"),
      errored: count("errored"),
      canceled: count("canceled"),
      expired: count("expired"),
    },
  };
}
