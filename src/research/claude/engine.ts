import type { Engine } from "../engine.ts";
import { batchesOf } from "./batches.ts";
import type { Means } from "./means.ts";
import { checkClaims } from "./phases/check.ts";
import { clarify, triage } from "./phases/clarify.ts";
import { gatherPart } from "./phases/gather.ts";
import { findGaps } from "./phases/gap.ts";
import { makePlan } from "./phases/plan.ts";
import { writeAnswer } from "./phases/write.ts";

/**
 * The engine that thinks with a model. Every call goes through `pay` under a name, so it is paid once; everything else it
 * knows it is given, or remembers.
 */
export const claudeEngine = (means: Means): Engine => ({
  id: "claude",
  batches: batchesOf(means),
  clarify: (brief, context) => clarify(brief, means, context),
  triage: (note, brief, context) => triage(note, brief, means, context),
  plan: (brief, context) => makePlan(brief, means, context),
  gather: (brief, subtask, context) => gatherPart(brief, subtask, means, context),
  gap: (brief, plan, material, context) => findGaps(brief, plan, material, means, context),
  write: (brief, plan, material, context) => writeAnswer(brief, plan, material, means, context),
  check: (draft, material, context) => checkClaims(draft, material, means, context),
});
