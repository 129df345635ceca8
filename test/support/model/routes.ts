import { admit } from "./admit.ts";
import { answerControl, type Desk } from "./control.ts";
import type { Exchange } from "./exchange.ts";
import { notFound } from "./failure.ts";
import type { House } from "./house.ts";
import { listModels, retrieveModel } from "./models.ts";
import { playMessages } from "./play.ts";
import { parseRequest } from "./request.ts";
import { unitsOf } from "./units.ts";

/** Answers what is asked for, as `METHOD /path`; throws the 404 of what is not there. */
export async function answerRoute(desk: Desk, route: string, exchange: Exchange): Promise<void> {
  const { house, batches } = desk;
  if (route === "POST /v1/messages") return await playMessages(house, exchange);
  if (route === "POST /v1/messages/count_tokens") return send(exchange, count(house, exchange));
  if (route === "POST /v1/messages/batches") return send(exchange, await batches.create(exchange));
  if (route === "GET /v1/messages/batches") return send(exchange, batches.list());
  if (route === "GET /v1/models") return send(exchange, listModels(house.models));

  const model = /^GET \/v1\/models\/([^/]+)$/.exec(route)?.[1];
  if (model) return send(exchange, retrieveModel(house.models, decodeURIComponent(model)));

  const [, method, id = "", verb] =
    /^(GET|POST) \/v1\/messages\/batches\/([^/]+)(?:\/(results|cancel))?$/.exec(route) ?? [];
  if (method === "GET" && verb === undefined) return send(exchange, batches.retrieve(id));
  if (method === "GET" && verb === "results") return sendLines(exchange, batches.results(id));
  if (method === "POST" && verb === "cancel") return send(exchange, await batches.cancel(id));

  const told = await answerControl(desk, route, exchange.body);
  if (told) return send(exchange, told);
  throw notFound("Not found");
}

/** Counting follows the same rules as asking, and leaves no trace. */
function count(house: House, { body, betas, requestId }: Exchange) {
  const request = parseRequest({ max_tokens: 1, ...Object(body) });
  const breaches: House["breaches"] = [];
  admit({ ...house, breaches, strict: false }, request, { betas, requestId });
  return { input_tokens: unitsOf(request).reduce((sum, { tokens }) => sum + tokens, 0) };
}

function send({ res, requestId }: Exchange, body: unknown): void {
  res.writeHead(200, { "content-type": "application/json", "request-id": requestId });
  res.end(JSON.stringify(body));
}

function sendLines({ res, requestId }: Exchange, lines: string): void {
  res.writeHead(200, { "content-type": "application/x-jsonl", "request-id": requestId });
  res.end(lines);
}
