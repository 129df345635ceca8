import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { type Ending, openBatches } from "./batches.ts";
import type { Breach } from "./breach.ts";
import type { Brain } from "./call.ts";
import type { Desk } from "./control.ts";
import { openHouse, type ModelOptions, type Seen } from "./house.ts";
import { billOf, type Bill, type Entry } from "./ledger.ts";
import { betasOf, letIn, readBody } from "./exchange.ts";
import { asFailure } from "./play.ts";
import { answerRoute } from "./routes.ts";
import type { Script } from "./script.ts";
import { sendFailure } from "./send.ts";

/** A stand-in for the model endpoint: what it heard, what it cost, and what it is told to do. */
export type Model = {
  /** For `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  readonly apiKey: string;
  /** The newest requests, in the order of their arrival. */
  readonly requests: readonly Seen[];
  /** Every call, in the order in which the calls ended. */
  readonly ledger: readonly Entry[];
  readonly breaches: readonly Breach[];
  bill(): Bill;
  /** Orders a fault for the next calls that it is for: one, unless said otherwise. */
  readonly fail: Script["fail"];
  /** From now on this brain answers. */
  think(brain: Brain): void;
  /** Works off the batches that are held, or lets them expire. */
  endBatches(how?: Ending): Promise<void>;
  /** Resolves when no call is under way. */
  settled(): Promise<void>;
};

/** Starts the stand-in on a free port of 127.0.0.1. Closing it hangs up on every caller. */
export async function startModel(options: ModelOptions): Promise<Model & AsyncDisposable> {
  const house = openHouse(options);
  const underway = new Set<Promise<void>>();
  const batches = openBatches(house, () => url);
  const desk: Desk = { house, batches };
  const server = createServer((req, res) => {
    const visit = receive(desk, req, res).finally(() => underway.delete(visit));
    underway.add(visit);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}`;
  const settled = async () => {
    while (underway.size > 0) await Promise.all(underway);
  };

  return {
    url,
    apiKey: house.apiKey,
    requests: house.requests,
    ledger: house.ledger,
    breaches: house.breaches,
    bill: () => billOf(house.ledger),
    fail: (when, fault, times) => house.script.fail(when, fault, times),
    think: (brain) => {
      house.brain = brain;
    },
    endBatches: async (how) => await batches.endAll(how),
    settled,
    async [Symbol.asyncDispose]() {
      house.closing.abort();
      server.close();
      server.closeAllConnections();
      await settled();
    },
  };
}

/** From the first byte of a request to the last of its answer. */
async function receive(desk: Desk, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { house } = desk;
  const requestId = house.nextId("req");
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, house.closing.signal]);
  try {
    const { pathname } = new URL(req.url ?? "/", "http://model");
    const body = await readBody(req);
    letIn(req.headers, house.apiKey);
    const { headers } = req;
    const exchange = { res, headers, requestId, body, signal, betas: betasOf(headers) };
    await answerRoute(desk, `${req.method} ${pathname}`, exchange);
  } catch (failure) {
    if (res.headersSent || signal.aborted) res.destroy();
    else sendFailure({ res, requestId }, asFailure(failure));
  }
}
