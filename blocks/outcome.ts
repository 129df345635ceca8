import type { Task } from "../src/domain/task.ts";
import type { DraftFacts } from "./facts.ts";
import { clamp, quotedWithin } from "./text.ts";

/** What became of a draft, in the place of its buttons; undefined while it still waits for a decision. */
export function outcomeLine(task: Task, { revision, decision }: DraftFacts): string | undefined {
  if (decision !== null) return decided(decision, revision);
  const { state } = task;
  if (revision < task.revision) return `:arrow_right: Replaced by revision ${revision + 1}`;
  if (state.status === "cancelled") return `:octagonal_sign: Stopped by <@${state.by}>`;
  if (state.status === "expired")
    return ":zzz: Expired: nobody decided. Reply here with what to change, and I go on.";
  return undefined;
}

function decided(decision: NonNullable<DraftFacts["decision"]>, revision: number): string {
  const { type, by, feedback } = decision;
  switch (type) {
    case "approve":
      return `:white_check_mark: Approved by <@${by}>`;
    case "revise":
      return `:arrows_counterclockwise: <@${by}> asked for a revision: “${quotedWithin(clamp(feedback ?? "", 200), 600)}”`;
    case "edit":
      return `:pencil2: Edited by <@${by}> as revision ${revision + 1}`;
    case "discard":
      return `:wastebasket: Discarded by <@${by}>`;
    default:
      return type satisfies never;
  }
}
