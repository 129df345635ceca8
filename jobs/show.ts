import { createHash } from "node:crypto";
import type { Message } from "../blocks/elements.ts";
import { RateLimitedError } from "../src/errors.ts";
import type { Call } from "../src/slack/call.ts";
import { SlackAmbiguous, SlackRefusal } from "../src/slack/errors.ts";
import { findOwn, post, update } from "../src/slack/messages.ts";
import type { Identity } from "../src/slack/people.ts";
import type { Sql } from "../src/store/database.ts";
import { type Delivery, markPending, markSent, startSending } from "../src/store/deliveries.ts";

export type ShowDeps = {
  readonly db: Sql;
  readonly call: Call;
  readonly identity: Identity;
  /** How long a message may take to be seen after Slack was asked, in milliseconds: longer than the call may take. */
  readonly graceMs: number;
};

/**
 * What became of a message. `shown`: it shows what it should. `later`: it may be there; look again after a while.
 * `unclear`: it is there, and may show what it showed before. `refused`: Slack said no to this message. `unresolved`:
 * nobody can tell, and it is not repeated.
 */
export type Showing =
  | { readonly result: "shown"; readonly ts: Delivery["ts"] }
  | { readonly result: "later"; readonly afterMs: number }
  | { readonly result: "unclear" }
  | { readonly result: "refused"; readonly code: string }
  | { readonly result: "unresolved"; readonly problem: string };

/** Refusals that are not about the message but about us: after a new token or scope it can be said after all. */
const aboutUs = new Set([
  "account_inactive",
  "accesslimited",
  "invalid_auth",
  "missing_scope",
  "not_authed",
  "org_login_required",
  "team_access_not_granted",
  "token_expired",
  "token_revoked",
]);

/**
 * Makes one Slack message show `wanted`. Posting is not repeated while it is unknown whether it happened: the message is
 * looked for by its key first. Changing one is harmless to repeat. Throws where Slack says nothing, or not now, to anything.
 */
export async function show(deps: ShowDeps, delivery: Delivery, wanted: Message): Promise<Showing> {
  const hash = createHash("sha256").update(JSON.stringify(wanted)).digest("hex");
  switch (delivery.state) {
    case "sent":
      return change(deps, delivery, wanted, hash);
    case "unresolved":
      return { result: "unresolved", problem: "It was not repeated." };
    case "sending":
      return reconcile(deps, delivery, wanted, hash);
    case "pending":
      return send(deps, delivery, wanted, hash);
    default:
      return delivery.state satisfies never;
  }
}

async function send(
  { db, call, graceMs }: ShowDeps,
  { key, channel, threadTs }: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  if (!(await startSending(db, key, { channel, threadTs }))) {
    return { result: "later", afterMs: graceMs };
  }
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
      if (aboutUs.has(error.code)) throw error;
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
    if (error instanceof SlackAmbiguous) return { result: "unclear" };
    if (!(error instanceof SlackRefusal) || aboutUs.has(error.code)) throw error;
    return { result: "refused", code: error.code };
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
  const { db, call, identity, graceMs } = deps;
  const { key, channel, threadTs, sendingForMs, sendingAtSeconds } = delivery;
  const wait = graceMs - (sendingForMs ?? 0);
  if (wait > 0) return { result: "later", afterMs: wait };
  // A minute earlier, because Slack's clock and ours differ.
  const sinceSeconds = Math.max(0, (sendingAtSeconds ?? 0) - 60);
  const own = { botId: identity.botId, botUser: identity.botUser, key, sinceSeconds };
  const found = await findOwn(call, { channel, threadTs }, own);
  if (found === "unreadable") {
    const problem = "Slack did not say whether this was posted, and I cannot read the thread.";
    return { result: "unresolved", problem };
  }
  if (found === undefined) {
    await markPending(db, key);
    return send(deps, { ...delivery, state: "pending" }, wanted, hash);
  }
  // What it shows is not known for certain: the next look makes it equal.
  await markSent(db, key, found, null);
  return change(deps, { ...delivery, ts: found, hash: null }, wanted, hash);
}
