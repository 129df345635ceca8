import { APIError } from "@anthropic-ai/sdk";
import { z } from "zod";
import { AccountError } from "../../errors.ts";
import type { Batches, Paid } from "../engine.ts";
import type { BatchLine, BatchRequest } from "./client.ts";
import { describe, isUnpaid, understand } from "./errors.ts";
import type { Means } from "./means.ts";
import { costUsd } from "./prices.ts";

type Request = BatchRequest["params"];

/** It was made by us, and is sent as it is. */
const Request = z.custom<Request>((value) => typeof value === "object" && value !== null);

/** Message Batches: calls of one turn, answered within an hour as a rule and a day at most, at half the price. */
export const batchesOf = (means: Means): Batches => {
  const { client, price, models, log } = means;
  const service = client.batches;
  const about = { ...means, model: models.main };
  return {
    isUnpaid,
    async send(calls, signal) {
      const requests = calls.map(({ id, request }) => ({
        custom_id: id,
        params: Request.parse(request),
      }));
      try {
        return await service.create(requests, signal);
      } catch (error) {
        signal.throwIfAborted();
        log("batch not sent", { calls: calls.length, ...describe(error) });
        const understood = understand(error, about);
        if (isRefused(error, understood)) return null;
        throw understood;
      }
    },
    async results(batch, calls, signal) {
      try {
        const lines = await service.results(batch, signal);
        const modelOf = new Map(calls.map(({ id, model }) => [id, model]));
        return (
          lines &&
          new Map(
            lines.map(({ custom_id: id, result }) => {
              const costOf: CostOf = (usage) =>
                costUsd(modelOf.get(id) ?? models.main, usage, { batch: true, price });
              return [id, paidFor(result, costOf)];
            }),
          )
        );
      } catch (error) {
        signal.throwIfAborted();
        // Nobody there knows of it, or of it any more: nobody can tell what was paid.
        if (error instanceof APIError && error.status === 404) return new Map();
        throw understand(error, about);
      }
    },
    async cancel(batch, signal) {
      try {
        await service.cancel(batch, signal);
      } catch (error) {
        signal.throwIfAborted();
        // One that has ended cannot be cancelled, and need not be.
        if (!(error instanceof APIError && (error.status === 400 || error.status === 404))) {
          throw understand(error, about);
        }
      }
    },
  };
};

type CostOf = (
  usage: Extract<BatchLine["result"], { type: "succeeded" }>["message"]["usage"],
) => number;

/** What was in error, came too late or was cancelled is not charged for. */
function paidFor(result: BatchLine["result"], costOf: CostOf): Paid | null {
  if (result.type !== "succeeded") return null;
  const { message } = result;
  const usage = JSON.stringify(message.usage);
  return { output: JSON.stringify(message), usd: costOf(message.usage), usage, requestId: null };
}

/** The endpoint has no batches, or will not have this one; that the account is empty is something else. */
const isRefused = (error: unknown, understood: unknown): boolean =>
  error instanceof APIError &&
  [400, 404, 405, 413, 422].includes(error.status ?? 0) &&
  (error.status === 404 || !(understood instanceof AccountError));
