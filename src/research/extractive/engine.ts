import type { Engine } from "../engine.ts";
import { checkDraft } from "../check/check.ts";
import { gatherFor } from "./gather.ts";
import { planOf } from "./plan.ts";
import { writeDraft } from "./write.ts";

/**
 * The engine without a model: it searches, chooses sentences and quotes them. Needs no key and no network of its own,
 * costs nothing, and gives the same draft for the same material.
 */
export const extractiveEngine = (): Engine => ({
  id: "extractive",
  plan: (brief) => Promise.resolve(planOf(brief)),
  gather: gatherFor,
  write: (brief, plan, material) => writeDraft(brief, plan, material),
  check: (draft, material) => Promise.resolve(checkDraft(draft, material)),
});
