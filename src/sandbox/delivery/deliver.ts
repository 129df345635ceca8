import type { LogEntry } from "../contract.ts";
import type { Ack } from "../requests.ts";
import { note } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import {
  type Answer,
  type Delivered,
  type Envelope,
  type Deliver,
  nameOf,
  type Transport,
} from "./envelope.ts";

/** Slack's promise: three more tries, for events only. */
const retriesMax = 3;

export type Timing = {
  /** How long the app has to acknowledge. */
  ackTimeoutMs: number;
  /** The pauses before the first, second and third retry. */
  retryDelaysMs: number[];
  /** What is on its way now, retries included. */
  pending: Set<Promise<Ack>>;
};

/** Delivers over `transport`: times each ack, retries events, and writes every attempt into the log. */
export function createDeliver(world: World, transport: Transport, timing: Timing): Deliver {
  return (envelope): Delivered => {
    const first = attempt(world, transport, timing, envelope, 0, undefined);
    const last = retry(world, transport, timing, envelope, first);
    timing.pending.add(last);
    void last.finally(() => timing.pending.delete(last));
    return { first: first.then(toAck), last };
  };
}

type Timed = Answer & { ms: number };

async function retry(
  world: World,
  transport: Transport,
  timing: Timing,
  envelope: Envelope,
  first: Promise<Timed>,
): Promise<Ack> {
  let answer = await first;
  for (let number = 1; number <= retriesMax; number += 1) {
    if (answer.ok || answer.final === true || envelope.kind !== "events_api") break;
    await pause(timing.retryDelaysMs[number - 1] ?? timing.retryDelaysMs.at(-1) ?? 0);
    answer = await attempt(world, transport, timing, envelope, number, answer.reason);
  }
  return toAck(answer);
}

async function attempt(
  world: World,
  transport: Transport,
  timing: Timing,
  envelope: Envelope,
  number: number,
  reason: string | undefined,
): Promise<Timed> {
  const started = performance.now();
  const { ackTimeoutMs } = timing;
  const answer = await transport.send(envelope, { number, reason, ackTimeoutMs });
  const ms = performance.now() - started;
  note(world, {
    direction: "to_app",
    kind: kinds[envelope.kind],
    via: transport.via,
    name: nameOf(envelope),
    ok: answer.ok,
    ms,
    attempt: number,
    ...(answer.reason !== undefined && { error: answer.reason }),
    ...detailOf(envelope, answer),
  });
  return { ...answer, ms };
}

const kinds: Record<Envelope["kind"], LogEntry["kind"]> = {
  events_api: "event",
  slash_commands: "command",
  interactive: "interaction",
};

function detailOf(envelope: Envelope, answer: Answer): { detail?: string } {
  const parts = [
    envelope.kind === "events_api" ? envelope.payload.event_id : "",
    envelope.kind === "interactive" && envelope.payload.type === "block_actions"
      ? envelope.payload.actions.map((action) => action.action_id).join(", ")
      : "",
    envelope.kind === "interactive" && "view" in envelope.payload && envelope.payload.view
      ? envelope.payload.view.callback_id
      : "",
    answer.status > 0 ? `status ${answer.status}` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? { detail: parts.join(" · ") } : {};
}

function toAck(answer: Timed): Ack {
  const { ok, status, body, ms, reason } = answer;
  return { ok, status, body, ms: Math.round(ms), ...(reason !== undefined && { error: reason }) };
}

/** Unreferenced, so that a pending retry keeps no process alive. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
