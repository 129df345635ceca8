import type { ViewClosedAction, ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import { checkView } from "../check/check.ts";
import { viewPayload } from "../payload/view.ts";
import type { Ack, Reply } from "../requests.ts";
import type { FormValues, View } from "../shapes.ts";
import { grantTrigger } from "../world/grants.ts";
import type { World } from "../world/world.ts";
import { emptyInputs } from "./inputs.ts";
import { interactionHead, who } from "./person.ts";
import { submitFailed } from "./slackbot.ts";
import { closeAll, closeView, openView, rememberState, stackOf, updateView } from "./views.ts";

const Response = z.discriminatedUnion("response_action", [
  z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal("update"), view: z.unknown() }),
  z.object({ response_action: z.literal("push"), view: z.unknown() }),
  z.object({ response_action: z.literal("clear") }),
]);

/**
 * A person presses the submit button of a modal. Required fields left empty never reach the app. What
 * the app acknowledges with decides: errors under fields, another view, a push, clear, or just closed.
 */
export async function submit(world: World, before: View, values: FormValues): Promise<Reply> {
  const missing = emptyInputs(before, values);
  if (Object.keys(missing).length > 0) return { ok: true, errors: missing };
  const view = rememberState(world, before, values);
  const payload: ViewSubmitAction & { enterprise?: never } = {
    type: "view_submission",
    ...interactionHead(world),
    user: who(world, view.user),
    trigger_id: grantTrigger(world, view.user, view.id),
    view: viewPayload(world, view),
    response_urls: [],
  };
  const ack = await world.deliver({ kind: "interactive", payload }).first;
  if (!ack.ok) return { ok: true, ack, trouble: submitFailed };
  return { ok: true, ack, ...follow(world, view, ack) };
}

function follow(world: World, view: View, ack: Ack): Pick<Reply, "errors" | "trouble"> {
  const response = Response.safeParse(ack.body);
  if (!response.success) {
    // Anything else that was acknowledged with "ok" closes this view and shows the one below.
    if (world.views.has(view.id)) closeView(world, view);
    return isEmpty(ack.body) ? {} : { trouble: submitFailed };
  }
  const { data } = response;
  if (data.response_action === "errors") return { errors: data.errors };
  if (data.response_action === "clear") closeAll(world, view.user);
  else if (data.response_action === "update") updateView(world, view, checkView(data.view));
  else openView(world, view.user, checkView(data.view), view.id);
  return {};
}

function isEmpty(body: unknown): boolean {
  return body === "" || body === null || JSON.stringify(body) === "{}";
}

/** A person closes a modal: only the top one, or the whole stack with `all` or `clear_on_close`. */
export async function close(world: World, view: View, all: boolean): Promise<Reply> {
  const cleared = all || view.clear_on_close;
  const closed = cleared ? stackOf(world, view).toReversed() : [view];
  const acks = closed.map((one) => {
    closeView(world, one);
    return one.notify_on_close ? tellClosed(world, one, cleared) : undefined;
  });
  const ack = await acks[0];
  return { ok: true, ...(ack && { ack }) };
}

function tellClosed(world: World, view: View, cleared: boolean): Promise<Ack> {
  const payload: ViewClosedAction = {
    type: "view_closed",
    ...interactionHead(world),
    user: who(world, view.user),
    view: viewPayload(world, view),
    is_cleared: cleared,
  };
  return world.deliver({ kind: "interactive", payload }).first;
}
