import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds } from "../../blocks/actions.ts";
import { quotesModal } from "../../blocks/modals.ts";
import type { ListenerDeps } from "./deps.ts";
import { formOver } from "./modal.ts";

/** Show quotes: every citation with the words it rests on. Changes nothing. */
export function onQuotes(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.quotes, async ({ ack, action, body, client }) => {
    const open = await formOver(deps, client, action, body, quotesModal, { evenWhenDecided: true });
    await ack();
    await open?.();
  });
}
