import { createHash } from "node:crypto";
import type { Message } from "../blocks/elements.ts";
import { RateLimitedError } from "../src/errors.ts";
import type { Call } from "../src/slack/call.ts";
import { SlackAmbiguous, SlackRefusal } from "../src/slack/errors.ts";
import { findOwn, post, update } from "../src/slack/messages.ts";
import type { Identity } from "../src/slack/people.ts";
import type { Sql } from "../src/store/database.ts";
import { reach } from "../src/points.ts";
import {
  type Delivery,
  holdsThread,
  markChanged,
  markPending,
  markPosted,
  startSending,
  type ThreadClaim,
} from "../src/store/deliveries.ts";

export type ShowDeps = {
  readonly db: Sql;
  readonly call: Call;
  readonly identity: Identity;
  /** What gives us the right to speak in this thread. */
  readonly claim: ThreadClaim;
  /** How long a message may take to be seen after Slack was asked, in milliseconds: longer than the call may take. */
  readonly graceMs: number;
};

/**
 * What became of a message. `shown`: it shows what it should. `later`: it may be there; look again after a while.
 * `unclear`: it is there, and may show what it showed before. `overtaken`: somebody else has the thread now, and what we
 * said last may not be what they said. `refused`: Slack said no to this message. `unresolved`: nobody can tell, and it is
 * not repeated.
 */
export type Showing =
  | { readonly result: "shown"; readonly ts: Delivery["ts"] }
  | { readonly result: "later"; readonly afterMs: number }
  | { readonly result: "unclear" }
  | { readonly result: "overtaken" }
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

/** A right that was confirmed longer ago than this may be lost by now: a machine can stand still between two lines. In milliseconds. */
const confirmedForMs = 2_000;

async function send(
  { db, call, claim, graceMs }: ShowDeps,
  { key, channel, threadTs }: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  const asked = performance.now();
  const attempt = await startSending(db, claim, key, { channel, threadTs });
  reach("message-claimed");
  // Whoever comes after us looks for the message before posting it, so saying nothing is safe; saying it late is not.
  if (attempt === undefined || performance.now() - asked > confirmedForMs) {
    return { result: "later", afterMs: graceMs };
  }
  try {
    const { ts } = await post(call, { channel, threadTs }, wanted, key);
    reach("message-posted");
    await markPosted(db, key, attempt, { ts, hash });
    reach("message-noted");
    return { result: "shown", ts };
  } catch (error) {
    // Only these two say for certain that nothing was posted.
    if (error instanceof RateLimitedError) {
      await markPending(db, key, attempt);
      throw error;
    }
    if (error instanceof SlackRefusal) {
      await markPending(db, key, attempt);
      if (aboutUs.has(error.code)) throw error;
      return { result: "refused", code: error.code };
    }
    if (error instanceof SlackAmbiguous) return { result: "later", afterMs: graceMs };
    throw error;
  }
}

async function change(
  { db, call, claim }: ShowDeps,
  { key, channel, ts, hash: shown }: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  if (ts === null || shown === hash) return { result: "shown", ts };
  const asked = performance.now();
  const ours = await holdsThread(db, claim);
  if (!ours || performance.now() - asked > confirmedForMs) return { result: "overtaken" };
  try {
    await update(call, { channel, ts }, wanted, key);
  } catch (error) {
    if (error instanceof SlackAmbiguous) return { result: "unclear" };
    if (!(error instanceof SlackRefusal) || aboutUs.has(error.code)) throw error;
    return { result: "refused", code: error.code };
  }
  reach("message-changed");
  return (await markChanged(db, claim, key, hash))
    ? { result: "shown", ts }
    : { result: "overtaken" };
}

/** Somebody asked Slack to post this and never wrote down the answer. */
async function reconcile(
  deps: ShowDeps,
  delivery: Delivery,
  wanted: Message,
  hash: string,
): Promise<Showing> {
  const { db, call, identity, graceMs } = deps;
  const { key, channel, threadTs, attempt, sendingForMs, sendingAtSeconds } = delivery;
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
  reach("message-found");
  if (found === undefined) {
    await markPending(db, key, attempt);
    return send(deps, { ...delivery, state: "pending" }, wanted, hash);
  }
  // What it shows is not known for certain: the next look makes it equal.
  await markPosted(db, key, attempt, { ts: found, hash: null });
  return change(deps, { ...delivery, ts: found, hash: null }, wanted, hash);
}
