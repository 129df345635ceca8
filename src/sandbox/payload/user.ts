import type { UsersInfoResponse } from "@slack/web-api";
import type { Person } from "../shapes.ts";
import type { World } from "../world/world.ts";

/** A person as `users.info` and `users.list` describe them. */
export function userPayload(world: World, person: Person): NonNullable<UsersInfoResponse["user"]> {
  const { team } = world.identity;
  return {
    id: person.id,
    team_id: team.id,
    name: person.name,
    deleted: false,
    color: person.color.replace("#", ""),
    real_name: person.real_name,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: 0,
    profile: {
      title: person.title,
      real_name: person.real_name,
      real_name_normalized: person.real_name,
      display_name: "",
      display_name_normalized: "",
      first_name: person.real_name.split(" ")[0] ?? person.real_name,
      last_name: person.real_name.split(" ").slice(1).join(" "),
      team: team.id,
      ...(!person.is_bot && { email: `${person.name}@${team.domain}.example` }),
      ...(person.is_bot && { bot_id: world.identity.botId, api_app_id: world.identity.app }),
    },
    is_admin: person.is_admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.is_guest,
    is_ultra_restricted: false,
    is_bot: person.is_bot,
    is_app_user: false,
    updated: 0,
    is_email_confirmed: !person.is_bot,
    who_can_share_contact_card: "EVERYONE",
  };
}
