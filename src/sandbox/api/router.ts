import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Hono } from "hono";
import { SlackFailure } from "../failure.ts";
import type { Fault } from "../requests.ts";
import { note } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { hide, hits } from "./faults.ts";
import { methods } from "./methods.ts";
import type { RateLimiter } from "./rates.ts";
import { readCall, type Call } from "./request.ts";

export type ApiOptions = {
  botToken: string;
  /** Answers `apps.connections.open`: a URL for this app-level token, or a failure. */
  openConnection: (token: string) => { url: string };
  /** Undefined when calls are not counted. */
  limitRate: RateLimiter | undefined;
};

type Outcome = {
  status: 200 | 429;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** Adds `/api/:method`. Always HTTP 200 with `ok`, as at Slack; but 429 when there were too many calls. */
export function mountApi(
  app: Hono<{ Bindings: HttpBindings }>,
  world: World,
  options: ApiOptions,
): void {
  app.on(["GET", "POST"], "/api/:method", async (context) => {
    const started = performance.now();
    const call = await readCall(context);
    const faults = hits(world, call.method);
    if (faults.slow) await pause(faults.slow.ms);
    if (faults.status) return bare(world, call, faults.status, started);

    const outcome = refusal(faults) ?? answer(world, options, call);
    if (faults.late_visible) hide(world, outcome.body, faults.late_visible.ms);
    log(world, call, outcome, started, Object.keys(faults));
    if (faults.drop_after_accept) return cut(context);
    return context.json(outcome.body, outcome.status, outcome.headers);
  });
}

function answer(world: World, options: ApiOptions, call: Call): Outcome {
  try {
    return { status: 200, body: { ok: true, ...perform(world, options, call) } };
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    if (error instanceof RateLimited) return tooMany(error.seconds);
    return { status: 200, body: { ok: false, error: error.code, ...error.extra } };
  }
}

class RateLimited extends SlackFailure {
  readonly seconds: number;

  constructor(seconds: number) {
    super("ratelimited");
    this.seconds = seconds;
  }
}

function perform(world: World, options: ApiOptions, { method, token, args }: Call): object {
  if (method === "apps.connections.open") return options.openConnection(token);
  const run = methods.get(method);
  if (!run) throw new SlackFailure("unknown_method", { req_method: method });
  if (method !== "blocks.validate" && method !== "api.test") checkToken(token, options.botToken);
  const seconds = options.limitRate?.(method, JSON.stringify(args["channel"]));
  if (seconds !== undefined) throw new RateLimited(seconds);
  return run(args, world);
}

function checkToken(token: string, botToken: string): void {
  if (token === "") throw new SlackFailure("not_authed");
  if (token.startsWith("xapp-")) throw new SlackFailure("not_allowed_token_type");
  if (token !== botToken) throw new SlackFailure("invalid_auth");
}

/** The answer of the faults that keep a call from being done at all. */
function refusal({ error, rate_limit }: ReturnType<typeof hits>): Outcome | undefined {
  if (error) return { status: 200, body: { ok: false, error: error.error } };
  return rate_limit && tooMany(rate_limit.retryAfter);
}

function tooMany(seconds: number): Outcome {
  const headers = { "retry-after": String(seconds) };
  return { status: 429, body: { ok: false, error: "ratelimited" }, headers };
}

/** Not an answer of Slack's API but of something in front of it. */
function bare(world: World, call: Call, fault: Fault, started: number): Response {
  const body = { ok: false, error: `status ${fault.status}` };
  log(world, call, { status: 200, body }, started, [fault.kind]);
  return new Response("upstream connect error", { status: fault.status });
}

/** What was asked is done, and the one who asked hears nothing of it. */
function cut(context: Context<{ Bindings: HttpBindings }>): Response {
  context.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function log(world: World, call: Call, { body }: Outcome, started: number, faults: string[]): void {
  const error = body["error"];
  const detail = [
    ...[body["channel"] ?? call.args["channel"], body["ts"] ?? call.args["ts"]].flatMap((part) =>
      typeof part === "string" ? [part] : [],
    ),
    ...faults.map((kind) => `fault: ${kind}`),
  ].join(" · ");
  note(world, {
    direction: "from_app",
    kind: "api",
    via: "http",
    name: call.method,
    ok: body["ok"] === true,
    ms: performance.now() - started,
    attempt: 0,
    ...(typeof error === "string" && { error }),
    ...(detail !== "" && { detail }),
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
