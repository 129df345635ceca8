import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Chance } from "./chance.ts";
import { closeServer, listen, readBody } from "./http.ts";

/** What a step asks of the model: on behalf of which question, for which step, from which process. */
export const Ask = z.object({ question: z.string(), step: z.string(), by: z.string() });
export type Ask = z.infer<typeof Ask>;

/** One call that somebody has to pay for. Times in milliseconds since 1970. */
export type Paid = Ask & {
  readonly begunAt: number;
  /** `cut`: whoever asked was gone before the answer. */
  end: "open" | "answered" | "cut";
};

/** A stand-in for a model that takes its time and keeps the bill. */
export type Model = AsyncDisposable & { readonly url: string; readonly bill: Paid[] };

/** How long a call takes, in milliseconds; `nth` counts the calls for the same step of the same question from 1. */
export type Pace = (asked: Ask, nth: number) => number;

/** As fast as a local stand-in should be for kills to hit every moment: a real model takes a hundred times as long. */
const usualPace =
  (chance: Chance): Pace =>
  () =>
    20 + chance.below(61);

export async function openModel(chance: Chance, pace = usualPace(chance)): Promise<Model> {
  const bill: Paid[] = [];
  const asks = new Map<string, number>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = Ask.parse(JSON.parse(await readBody(request)));
    const paid: Paid = { ...asked, begunAt: Date.now(), end: "open" };
    bill.push(paid);
    response.on("close", () => (paid.end = response.writableFinished ? "answered" : "cut"));
    const nth = (asks.get(`${asked.step} of ${asked.question}`) ?? 0) + 1;
    asks.set(`${asked.step} of ${asked.question}`, nth);
    await sleep(pace(asked, nth), undefined, { ref: false });
    response.end(JSON.stringify({ text: `${asked.step} of ${asked.question}` }));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy()); // Whoever asked is gone.
  });
  const url = await listen(server);
  return { url, bill, [Symbol.asyncDispose]: () => closeServer(server) };
}
