import type { LogEntry } from "../contract.ts";
import type { Message } from "../shapes.ts";
import type { World } from "./world.ts";

/** How many lines of the live log are kept. */
const logKept = 1_000;
/** How many accepted posts and edits the ledger keeps: more than a long scorecard makes. */
const ledgerKept = 100_000;

/** Adds a line to the live log. Details name things; they never hold what people wrote. */
export function note(world: World, line: Omit<LogEntry, "id" | "at">): void {
  const id = (world.log.at(-1)?.id ?? 0) + 1;
  const entry: LogEntry = { ...line, id, at: world.now().getTime(), ms: Math.round(line.ms) };
  world.log.push(entry);
  if (world.log.length > logKept) world.log.shift();
  world.feed.emit({ type: "log", entry });
}

/** Writes an accepted post or edit into the ledger, before the app hears whether it worked. */
export function record(world: World, method: string, message: Message): void {
  const key = message.metadata?.event_payload["key"];
  world.ledger.push({
    at: world.now().getTime(),
    method,
    channel: message.channel,
    ts: message.ts,
    key: typeof key === "string" ? key : undefined,
  });
  if (world.ledger.length > ledgerKept) world.ledger.shift();
}
