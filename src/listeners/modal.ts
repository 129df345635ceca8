import type { BlockAction, ButtonAction, SlackViewAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { Reference } from "../../blocks/actions.ts";
import type { DraftFacts } from "../../blocks/facts.ts";
import { replies } from "../../blocks/replies.ts";
import { loadDraft } from "../../jobs/facts.ts";
import type { Task } from "../domain/task.ts";
import { onTask, whisperTo } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/**
 * Prepares a modal over the draft whose button was clicked, and answers with what opens it; undefined where there is none
 * to open. The one call to Slack that a listener makes, because what it needs for it is good for 3 seconds; the click is
 * acknowledged first, however long Slack takes.
 */
export async function formOver(
  deps: ListenerDeps,
  client: WebClient,
  action: ButtonAction,
  body: BlockAction<ButtonAction>,
  modal: (task: Task, draft: DraftFacts) => ModalView,
  options: { evenWhenDecided?: boolean } = {},
): Promise<(() => Promise<void>) | undefined> {
  return onTask(deps, action, body, async (task, who, reference) => {
    const draft = await loadDraft(deps.db, task, reference.revision);
    const refusal = options.evenWhenDecided ? undefined : refusalOf(task, reference, who.stranger);
    if (draft === undefined || refusal !== undefined) {
      await whisperTo(deps, who, replies.refusal(refusal ?? "stale_revision", task));
      return undefined;
    }
    const view = modal(task, draft);
    return async () => {
      try {
        await client.views.open({ trigger_id: body.trigger_id, view });
      } catch (error) {
        deps.log("form not opened", {
          task: task.number,
          error: error instanceof Error ? error.name : "?",
        });
        await whisperTo(deps, who, replies.formNotOpened);
      }
    };
  });
}

/** Whether a form comes from somebody of another workspace: the button that opens it was not for them either. */
export const isStranger = ({ user, team }: SlackViewAction): boolean =>
  user.team_id !== undefined && team !== null && user.team_id !== team.id;

export const strangersMayNot = "People from outside this workspace cannot decide on drafts.";

/** A refusal under a field of a form, where Slack shows neither marks nor people. */
export const fieldText = (text: string): string =>
  text.replaceAll("*", "").replace(/ by <@\w+>/g, "");

/** What can be told before a form is filled in; the submission is judged again. */
function refusalOf(task: Task, { revision }: Reference, stranger: boolean) {
  const { status } = task.state;
  if (stranger) return "stranger" as const;
  if (status !== "in_review" && status !== "expired") return "not_in_review" as const;
  return revision === task.revision ? undefined : ("stale_revision" as const);
}
