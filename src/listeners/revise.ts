import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds, decodeReference, viewIds } from "../../blocks/actions.ts";
import { reviseModal } from "../../blocks/modals.ts";
import { replies } from "../../blocks/replies.ts";
import { revise } from "../../jobs/revise.ts";
import { deliverTo } from "../../jobs/run.ts";
import { UserId } from "../domain/ids.ts";
import { getTask } from "../store/tasks.ts";
import type { ListenerDeps } from "./deps.ts";
import { fieldText, isStranger, formOver, strangersMayNot } from "./modal.ts";

/** Revise under a draft asks what should change; what is sent goes back to the queue with it. */
export function onRevise(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.revise, async ({ ack, action, body, client }) => {
    const open = await formOver(deps, client, action, body, reviseModal);
    await ack();
    await open?.();
  });

  // A second submission of the same form finds the revision decided.
  app.view(viewIds.revise, async ({ ack, view, body }) => {
    const reference = decodeReference(view.private_metadata);
    const feedback = view.state.values["feedback"]?.["feedback"]?.value?.trim() ?? "";
    const refuse = (text: string) => ack({ response_action: "errors", errors: { feedback: text } });
    if (reference === undefined) return refuse(replies.unreadableButton);
    if (isStranger(body)) return refuse(strangersMayNot);
    if (feedback === "") return refuse("Say what should change.");

    const by = UserId.parse(body.user.id);
    const { task: id, revision } = reference;
    const outcome = await deps.db.transaction(async (tx) => {
      const revised = await revise(tx, deps.send, { id, revision, by, feedback, at: deps.now() });
      await deliverTo(deps.send, tx, id);
      return revised;
    });
    if (typeof outcome !== "string") return ack();
    return refuse(fieldText(replies.refusal(outcome, await getTask(deps.db, id))));
  });
}
