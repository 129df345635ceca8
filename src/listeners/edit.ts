import type { App, BlockAction, ButtonAction, ViewStateValue } from "@slack/bolt";
import { actionIds, decodeReference, type Reference, viewIds } from "../../blocks/actions.ts";
import { editModal } from "../../blocks/modals.ts";
import { replies } from "../../blocks/replies.ts";
import { loadMaterial } from "../../jobs/brief.ts";
import { citationsOf } from "../../jobs/cite.ts";
import { deliverTo } from "../../jobs/run.ts";
import type { Draft } from "../domain/draft.ts";
import { textToDraft } from "../domain/edit.ts";
import { UserId } from "../domain/ids.ts";
import type { Refusal, Task } from "../domain/task.ts";
import { checkDraft } from "../research/check/check.ts";
import { saveDecision } from "../store/decisions.ts";
import { getDraft, saveDraft } from "../store/drafts.ts";
import { createRun } from "../store/runs.ts";
import { changeTask, getTask } from "../store/tasks.ts";
import type { ListenerDeps } from "./deps.ts";
import { fieldText, isStranger, formOver, strangersMayNot } from "./modal.ts";

/** Edit under a draft: a person changes the text, and the result is the next revision, up for review at once. */
export function onEdit(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.edit, async ({ ack, action, body, client }) => {
    const open = await formOver(deps, client, action, body, editModal);
    await ack();
    await open?.();
  });

  // A second submission of the same form finds the revision decided.
  app.view(viewIds.edit, async ({ ack, view, body }) => {
    const reference = decodeReference(view.private_metadata);
    const refuse = (text: string) => ack({ response_action: "errors", errors: { text } });
    const before = reference && (await getDraft(deps.db, reference.task, reference.revision));
    if (reference === undefined || before === undefined) return refuse(replies.unreadableButton);
    if (isStranger(body)) return refuse(strangersMayNot);
    const edited = textToDraft(textOf(view.state.values), before.draft);
    if (edited === undefined) return refuse("Leave at least a headline, or press Discard instead.");
    // Saved as it was opened: that is no new revision.
    if (JSON.stringify(edited) === JSON.stringify(before.draft)) return ack();

    const outcome = await save(deps, reference, edited, UserId.parse(body.user.id));
    if (typeof outcome !== "string") return ack();
    const task = await getTask(deps.db, reference.task);
    return refuse(fieldText(replies.refusal(outcome, task)));
  });
}

/** A long draft fills several inputs: `text`, `text_2`, … in this order. */
const textOf = (values: Record<string, Record<string, ViewStateValue>>): string =>
  Object.entries(values)
    .filter(([block]) => /^text(_\d+)?$/.test(block))
    .toSorted(([a], [b]) => Number(a.slice(5) || 1) - Number(b.slice(5) || 1))
    .map(([, input]) => input["text"]?.value ?? "")
    .join("\n");

async function save(
  { db, send, now }: ListenerDeps,
  { task: id, revision }: Reference,
  edited: Draft,
  by: UserId,
): Promise<Task | Refusal> {
  return db.transaction(async (tx) => {
    const at = now();
    const outcome = await changeTask(tx, id, { type: "edit", revision, by, at });
    await deliverTo(send, tx, id);
    if (typeof outcome === "string") return outcome;
    await saveDecision(tx, id, { revision, type: "edit", by, at, hash: null, feedback: null });
    const run = { taskId: id, revision: outcome.revision };
    await createRun(tx, { ...run, feedback: null });
    const material = await loadMaterial(tx, outcome, run.revision);
    const checked = checkDraft(edited, material);
    await saveDraft(tx, run, checked, citationsOf(checked, material), by);
    return outcome;
  });
}
