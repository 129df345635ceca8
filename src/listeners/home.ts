import type { App } from "@slack/bolt";
import { home } from "../../jobs/home.ts";
import { TeamId, UserId } from "../domain/ids.ts";
import type { ListenerDeps } from "./deps.ts";

/** Somebody opened the Home tab: a job draws it anew. Twice draws the same. */
export function onHomeOpened(app: App, { db, send }: ListenerDeps): void {
  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home") return;
    const payload = { team: TeamId.parse(body.team_id), user: UserId.parse(event.user) };
    await db.transaction((tx) => send(tx, home, payload));
  });
}
