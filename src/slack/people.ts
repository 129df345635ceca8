import { z } from "zod";
import { ChannelId, TeamId } from "../domain/ids.ts";
import type { Call } from "./call.ts";

/** Who we are in a workspace. `url` is the workspace's own address, with a slash at its end. */
export type Identity = {
  readonly team: TeamId;
  readonly botUser: string;
  readonly botId: string;
  readonly url: string;
};

const Tested = z.object({
  team_id: TeamId,
  user_id: z.string(),
  bot_id: z.string().optional(),
  url: z.string().optional(),
});

export async function identify(call: Call): Promise<Identity> {
  const { team_id, user_id, bot_id, url } = await call("auth.test", {}, Tested);
  return {
    team: team_id,
    botUser: user_id,
    botId: bot_id ?? "",
    url: url ?? "https://app.slack.com/",
  };
}

/** What Slack knows of a person. A stranger belongs to another workspace (a shared channel). */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isStranger: boolean;
};

const flag = z.boolean().optional();
const Asked = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    team_id: z.string().optional(),
    is_admin: flag,
    is_owner: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    profile: z
      .object({ display_name: z.string().optional(), real_name: z.string().optional() })
      .optional(),
  }),
});

export async function askPerson(call: Call, team: TeamId, id: string): Promise<Person> {
  const { user } = await call("users.info", { user: id }, Asked);
  return {
    id,
    name:
      user.profile?.display_name || user.real_name || user.profile?.real_name || user.name || id,
    isAdmin: user.is_admin === true || user.is_owner === true,
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
    isStranger: user.is_stranger === true || (user.team_id !== undefined && user.team_id !== team),
  };
}

const Listed = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      team_id: z.string().optional(),
      deleted: flag,
      is_bot: flag,
      is_admin: flag,
      is_owner: flag,
    }),
  ),
});

/** Admins of a workspace, among the first of its people: enough to find somebody who can be told. */
export async function listAdmins(call: Call, team: TeamId): Promise<readonly string[]> {
  const { members } = await call("users.list", { limit: 200 }, Listed);
  return members
    .filter(({ is_admin, is_owner }) => is_admin === true || is_owner === true)
    .filter(({ is_bot, deleted }) => is_bot !== true && deleted !== true)
    .filter(({ team_id }) => team_id === undefined || team_id === team)
    .map(({ id }) => id);
}

/** The direct channel between us and a person. */
export async function openDirect(call: Call, user: string): Promise<ChannelId> {
  const opened = z.object({ channel: z.object({ id: ChannelId }) });
  return (await call("conversations.open", { users: user }, opened)).channel.id;
}

/** Members are asked for page by page; a channel with more is not one whose members can be told. */
const memberPagesMax = 20;

/** Whether a person is in a channel now. */
export async function isMember(call: Call, channel: string, user: string): Promise<boolean> {
  const Members = z.object({
    members: z.array(z.string()),
    response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
  });
  let cursor: string | undefined;
  for (let page = 0; page < memberPagesMax; page++) {
    const args = { channel, limit: 1000, ...(cursor && { cursor }) };
    const found = await call("conversations.members", args, Members);
    if (found.members.includes(user)) return true;
    cursor = found.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return false;
  }
  return false;
}
