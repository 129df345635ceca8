import type { ViewOutput } from "@slack/bolt";
import type { HomeView } from "@slack/types";
import { z } from "zod";
import type { View } from "../shapes.ts";
import type { World } from "../world/world.ts";

/** A view as Slack writes it in answers and interactions. */
export function viewPayload(world: World, view: View): ViewOutput {
  const { team, app, botId } = world.identity;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    state: view.state,
    hash: view.hash,
    title: plain(view.title) ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: view.clear_on_close,
    notify_on_close: view.notify_on_close,
    close: plain(view.close),
    submit: plain(view.submit),
    previous_view_id: view.previous_view_id,
    root_view_id: view.root_view_id,
    app_id: app,
    external_id: view.external_id,
    app_installed_team_id: team.id,
    bot_id: botId,
  };
}

function plain(text: View["title"] | View["close"]) {
  return text ? { type: "plain_text" as const, text: text.text, emoji: true } : null;
}

/** The Home tab as `app_home_opened` repeats it. Slack's type wants typed blocks; these were checked when published. */
export function homePayload(world: World, view: View): HomeView {
  return Home.parse({ ...viewPayload(world, view), type: "home" });
}

const Home = z.custom<HomeView>();
