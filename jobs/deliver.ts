import type { Limits } from "../src/domain/budget.ts";
import { isUnderWay, type Task } from "../src/domain/task.ts";
import { defineJob } from "../src/queue/job.ts";
import { reach } from "../src/points.ts";
import { SlackAmbiguous } from "../src/slack/errors.ts";
import type { Slack } from "../src/slack/slack.ts";
import {
  type Delivery,
  ensureDelivery,
  listDeliveries,
  takeThread,
  type ThreadClaim,
} from "../src/store/deliveries.ts";
import { getTask, setThread } from "../src/store/tasks.ts";
import { loadFacts } from "./facts.ts";
import {
  deliverQueue,
  follow,
  type FollowDeps,
  lookAgain,
  moveToDirect,
  mustMove,
} from "./follow.ts";
import { show, type Showing } from "./show.ts";
import { cardOf, restOf, type Wanted } from "./thread.ts";

export type DeliverDeps = FollowDeps & {
  readonly slackOf: (team: string) => Promise<Slack>;
  /** What may be spent; where nothing is said, what everybody may by default. */
  readonly budget?: Limits;
  /** Other waits than in production, for tests. */
  readonly limits?: Partial<typeof deliverLimits>;
};

/** In milliseconds. */
export const deliverLimits = {
  /** A card under way changes at most this often: Slack throttles edits, and people cannot read faster. */
  cardEveryMs: 3_000,
  /** How long a message may take to be seen after Slack was asked: the call's own limit, and then some. */
  graceMs: 12_500,
};

/**
 * Makes the thread show what the rows say. Late, doubled and reordered runs are harmless: each compares and changes only
 * what differs. Sent after every change with the task's id as key, so that two never work on the same thread. While Slack is
 * away it is tried again within minutes; `dead` goes on with that for as long as anybody waits.
 */
export const deliver = defineJob({
  ...deliverQueue,
  options: { retryLimit: 6, retryDelaySeconds: 2, expireSeconds: 60, policy: "one_at_a_time" },

  async work({ taskId }, deps: DeliverDeps) {
    const task = await getTask(deps.db, taskId);
    const slack = await deps.slackOf(task.thread.team);
    const claim = await takeThread(deps.db, taskId);
    reach("thread-taken");
    const card = await showCard(deps, slack, claim);
    const rest = card.opened ? await showRest(deps, slack, claim) : [];
    // Only now, so that one message that Slack says nothing about does not keep the others waiting.
    if ([card.showing, ...rest].some((showing) => showing?.result === "unclear")) {
      throw new SlackAmbiguous("Slack did not say whether a message was changed");
    }
  },
});

/** The card comes first: where a command was typed it opens the thread in which all else is said. */
async function showCard(
  deps: DeliverDeps,
  slack: Slack,
  claim: ThreadClaim,
): Promise<{ opened: boolean; showing?: Showing }> {
  const id = claim.taskId;
  const facts = await loadFacts(deps.db, id, deps.budget);
  const { task } = facts;
  const known = await listDeliveries(deps.db, id);
  const card = cardOf(facts, known);
  const delivery = await ensure(deps, task, card);
  const wait = limitsOf(deps).cardEveryMs - (delivery.shownForMs ?? Infinity);
  const moving = delivery.state === "sent" && isUnderWay(task.state);
  if (moving && facts.quiet) return { opened: true };
  if (moving && wait > 0) {
    await lookAgain(deps, delivery, task, wait);
    return { opened: true };
  }
  const showing = await show(showDeps(deps, slack, claim), delivery, card.message);
  if (showing.result === "shown" && showing.ts !== null) await setThread(deps.db, id, showing.ts);
  if (mustMove(task, delivery, showing)) {
    await moveToDirect(deps, slack, task, delivery, showing);
    return { opened: false };
  }
  await follow(deps, delivery, task, showing);
  return { opened: (await getTask(deps.db, id)).thread.ts !== null, showing };
}

/** Answers with what became of each message. */
async function showRest(
  deps: DeliverDeps,
  slack: Slack,
  claim: ThreadClaim,
): Promise<readonly Showing[]> {
  const id = claim.taskId;
  const facts = await loadFacts(deps.db, id, deps.budget);
  const { task } = facts;
  const showings: Showing[] = [];
  for (const wanted of restOf(facts, await listDeliveries(deps.db, id))) {
    const delivery = await ensure(deps, task, wanted);
    const showing = await show(showDeps(deps, slack, claim), delivery, wanted.message);
    showings.push(showing);
    if (mustMove(task, delivery, showing)) {
      await moveToDirect(deps, slack, task, delivery, showing);
      return showings;
    }
    await follow(deps, delivery, task, showing);
    // A later part before an earlier one would read as nonsense.
    if (showing.result === "later") return showings;
  }
  return showings;
}

/** The row of a message. What was not sent yet goes to where the task is answered now. */
async function ensure(
  { db }: DeliverDeps,
  { id, thread }: Task,
  { key, body }: Wanted,
): Promise<Delivery> {
  const { team, channel, ts: threadTs } = thread;
  const place = { team, channel, threadTs };
  const delivery = await ensureDelivery(db, { key, taskId: id, body, ...place });
  return delivery.state === "pending" ? { ...delivery, ...place } : delivery;
}

const limitsOf = ({ limits }: DeliverDeps) => ({ ...deliverLimits, ...limits });

const showDeps = (deps: DeliverDeps, { call, identity }: Slack, claim: ThreadClaim) => ({
  claim,
  db: deps.db,
  call,
  identity,
  graceMs: limitsOf(deps).graceMs,
});
