import { createHash } from "node:crypto";
import type { Message } from "../blocks/elements.ts";
import { RateLimitedError } from "../src/errors.ts";
import type { Call } from "../src/slack/call.ts";
import { SlackAmbiguous, SlackRefusal } from "../src/slack/errors.ts";
import { findOwn, post, update } from "../src/slack/messages.ts";
import type { Identity } from "../src/slack/people.ts";
import type { Sql } from "../src/store/database.ts";
import {
  type Delivery,
  markPending,
  markSent,
  markUnresolved,
  startSending,
} from "../src/store/deliveries.ts";

export type ShowDeps = {
  readonly db: Sql;
  readonly call: Call;
  readonly identity: Identity;
};

/** What became of a message: it shows what it should; Slack refused with this code; or look again after a while. */
export type Showing =
  | { readonly result: "shown"; readonly ts: Delivery["ts"] }
  | { readonly result: "refused"; readonly code: string }
  | { readonly result: "later"; readonly afterMs: number }
  | { readonly result: "unresolved" };

/** How long a message may take to be seen after Slack was asked: the call's own limit, and then some. In milliseconds. */
const graceMs = 12_500;

/**
 * Makes one Slack message show `wanted`. Posting is not repeated while it is unknown whether it happened: the message is
 * looked for by its key first. Changing one is harmless to repeat.
 */
export async function show(deps: ShowDeps, delivery: Delivery, wanted: Message): Promise<Showing> {
  const hash = createHash("sha256").update(JSON.stringify(wanted)).digest("hex");
  switch (delivery.state) {
    case "sent":
      return change(deps, delivery, wanted, hash);
    case "unresolved":
      return { result: "unresolved" };
    case "sending":
      return reconcile(deps, delivery, wanted, hash);
    case "pending":
      return send(deps, delivery, wanted, hash);
    default:
      return delivery.state satisfies never;
  }
}

async function send(
  { db, call }: ShowDeps,
  { key, channel, threadTs }: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  if (!(await startSending(db, key))) return { result: "later", afterMs: graceMs };
  try {
    const { ts } = await post(call, { channel, threadTs }, wanted, key);
    await markSent(db, key, ts, hash);
    return { result: "shown", ts };
  } catch (error) {
    // Only these two say for certain that nothing was posted.
    if (error instanceof RateLimitedError) {
      await markPending(db, key);
      throw error;
    }
    if (error instanceof SlackRefusal) {
      await markPending(db, key);
      return { result: "refused", code: error.code };
    }
    if (error instanceof SlackAmbiguous) return { result: "later", afterMs: graceMs };
    throw error;
  }
}

async function change(
  { db, call }: ShowDeps,
  { key, channel, ts, hash: shown }: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  if (ts === null || shown === hash) return { result: "shown", ts };
  try {
    await update(call, { channel, ts }, wanted, key);
  } catch (error) {
    if (error instanceof SlackRefusal) return { result: "refused", code: error.code };
    if (error instanceof SlackAmbiguous) return { result: "later", afterMs: 1_000 };
    throw error;
  }
  await markSent(db, key, ts, hash);
  return { result: "shown", ts };
}

/** Somebody asked Slack to post this and never wrote down the answer. */
async function reconcile(
  deps: ShowDeps,
  delivery: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  const { db, call, identity } = deps;
  const { key, channel, threadTs, sendingForMs, sendingAtSeconds } = delivery;
  const wait = graceMs - (sendingForMs ?? 0);
  if (wait > 0) return { result: "later", afterMs: wait };
  // A minute earlier, because Slack's clock and ours differ.
  const sinceSeconds = Math.max(0, (sendingAtSeconds ?? 0) - 60);
  const own = { botId: identity.botId, botUser: identity.botUser, key, sinceSeconds };
  const found = await findOwn(call, { channel, threadTs }, own);
  if (found === "unreadable") {
    await markUnresolved(
      db,
      key,
      "Slack did not say whether this was posted, and I cannot read the thread.",
    );
    return { result: "unresolved" };
  }
  if (found === undefined) {
    await markPending(db, key);
    return send(deps, { ...delivery, state: "pending" }, wanted, hash);
  }
  // What it shows is not known for certain: the next look makes it equal.
  await markSent(db, key, found, null);
  return change(deps, { ...delivery, ts: found, hash: null }, wanted, hash);
}
