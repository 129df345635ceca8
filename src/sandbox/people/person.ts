import { SlackFailure } from "../failure.ts";
import type { World } from "../world/world.ts";

/** The person as interactions name them. */
export function who(world: World, user: string) {
  const person = world.users.get(user);
  if (!person || person.is_bot) throw new SlackFailure("user_not_found");
  return { id: user, username: person.name, name: person.name, team_id: world.identity.team.id };
}

/** The fields every interaction begins with. */
export function interactionHead(world: World) {
  const { team, app } = world.identity;
  return {
    team: { id: team.id, domain: team.domain },
    api_app_id: app,
    token: "verification",
    is_enterprise_install: false,
  };
}
