import type {
  ApiTestResponse,
  AuthRevokeResponse,
  AuthTestResponse,
  BotsInfoResponse,
  TeamInfoResponse,
  UsergroupsUsersListResponse,
  UsersInfoResponse,
  UsersListResponse,
} from "@slack/web-api";
import { z } from "zod";
import { SlackFailure } from "../failure.ts";
import { userPayload } from "../payload/user.ts";
import { type Answer, id, method } from "./method.ts";
import { pageArguments, pageOf } from "./page.ts";

const none = z.looseObject({});

const authTest = method(none, (_args, world): Answer<AuthTestResponse> => {
  const { team, bot, botId } = world.identity;
  return {
    url: world.url,
    team: team.name,
    user: world.users.get(bot)?.name ?? bot,
    team_id: team.id,
    user_id: bot,
    bot_id: botId,
    is_enterprise_install: false,
  };
});

const apiTest = method(none, (args): Answer<ApiTestResponse> => {
  const { token: _token, ...rest } = args;
  if (typeof rest["error"] === "string") throw new SlackFailure(rest["error"], { args: rest });
  const texts = Object.entries(rest).map(([key, value]) => [key, String(value)] as const);
  return { args: Object.fromEntries(texts) };
});

/** Answers as Slack does; the token goes on working, so that one stray call cannot end a demo. */
const revoke = method(none, (): Answer<AuthRevokeResponse> & { revoked: boolean } => {
  return { revoked: true };
});

const usersInfo = method(z.object({ user: id }), (args, world): Answer<UsersInfoResponse> => {
  const person = world.users.get(args.user);
  if (!person) throw new SlackFailure("user_not_found");
  return { user: userPayload(world, person) };
});

const usersList = method(z.object(pageArguments), (args, world): Answer<UsersListResponse> => {
  const { items, response_metadata } = pageOf([...world.users.values()], args);
  return {
    members: items.map((person) => userPayload(world, person)),
    cache_ts: Math.floor(world.now().getTime() / 1_000),
    response_metadata,
  };
});

/** There are no user groups here. */
const groupUsers = method(z.object({ usergroup: id }), (): Answer<UsergroupsUsersListResponse> => {
  throw new SlackFailure("no_such_subteam");
});

const botsInfo = method(
  z.object({ bot: z.string().optional() }),
  (args, world): Answer<BotsInfoResponse> => {
    const { bot, botId, app } = world.identity;
    if (args.bot !== undefined && args.bot !== botId) throw new SlackFailure("bot_not_found");
    const name = world.users.get(bot)?.real_name ?? bot;
    return {
      bot: { id: botId, user_id: bot, name, app_id: app, deleted: false, updated: 0, icons: {} },
    };
  },
);

const teamInfo = method(none, (_args, world): Answer<TeamInfoResponse> => {
  const { id: team, name, domain } = world.identity.team;
  return { team: { id: team, name, domain, url: world.url, email_domain: "" } };
});

export const teamMethods = {
  "auth.test": authTest,
  "api.test": apiTest,
  "auth.revoke": revoke,
  "users.info": usersInfo,
  "users.list": usersList,
  "usergroups.users.list": groupUsers,
  "bots.info": botsInfo,
  "team.info": teamInfo,
};
