import { usageText, workspaceUsage } from "../../blocks/usage.ts";
import { loadUsage } from "../../jobs/money.ts";
import { usage as usageJob } from "../../jobs/usage.ts";
import { monthName } from "../domain/budget.ts";
import { ChannelId, type TeamId, type UserId } from "../domain/ids.ts";
import { listPeople } from "../store/people.ts";
import type { ListenerDeps } from "./deps.ts";

/**
 * What this person, this channel and, for admins, the workspace have spent this month. Whether somebody is an admin may
 * have to be asked of Slack, which a listener has no time for: then a job tells them the rest.
 */
export async function usage(
  { db, send, budget, now }: ListenerDeps,
  { team, user, channel }: { team: TeamId; user: UserId; channel: string },
): Promise<string> {
  const person = await loadUsage(db, { team, user }, { withQuestions: true });
  // Between two people the channel is the person.
  const shared = !channel.startsWith("D");
  const here = shared ? await loadUsage(db, { team, channel }, { withQuestions: true }) : null;
  const text = usageText({ person, channel: here, month: monthName(now()) }, budget);
  const [known] = await listPeople(db, team, [user]);
  if (known === undefined) {
    const place = { channel: ChannelId.parse(channel), threadTs: null };
    await db.transaction((tx) => send(tx, usageJob, { team, user, ...place }));
    return text;
  }
  if (!known.isAdmin || known.isStranger) return text;
  const all = await loadUsage(db, { team }, { withQuestions: false });
  return `${text}\n${workspaceUsage(all, budget)}`;
}
