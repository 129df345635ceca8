import { invalid } from "./failure.ts";
import type { MessageRequest } from "./request.ts";
import { onlyAllowedBlocks, searchResultsHoldText, textsAreNotEmpty } from "./rules/blocks.ts";
import { breakpointsAreFew, longLivedCacheFirst } from "./rules/caching.ts";
import { citationsForAllOrNone, citationsWithoutFormat, quotesOnlyBack } from "./rules/citing.ts";
import { lengthsFit, promptFits } from "./rules/lengths.ts";
import { resultsFollowUses, resultsHaveUses, useIdsAreUnique } from "./rules/pairing.ts";
import { schemasAreSupported } from "./rules/schemas.ts";
import { noSampling, thinkingIsSupported, toolsAreNotForced } from "./rules/generation.ts";
import { toolsAreSound } from "./rules/tools.ts";
import type { Ground, Rule } from "./rules/rule.ts";
import { endsWithUser, firstIsUser, nothingIsEmpty, systemTurnsArePlaced } from "./rules/turns.ts";

const rules: readonly Rule[] = [
  firstIsUser,
  nothingIsEmpty,
  onlyAllowedBlocks,
  textsAreNotEmpty,
  searchResultsHoldText,
  systemTurnsArePlaced,
  useIdsAreUnique,
  resultsFollowUses,
  resultsHaveUses,
  endsWithUser,
  toolsAreSound,
  toolsAreNotForced,
  thinkingIsSupported,
  noSampling,
  schemasAreSupported,
  citationsWithoutFormat,
  citationsForAllOrNone,
  quotesOnlyBack,
  breakpointsAreFew,
  longLivedCacheFirst,
  lengthsFit,
  promptFits,
];

/** Throws the 400 of the first rule that the request breaks. */
export function enforce(request: MessageRequest, ground: Ground): void {
  for (const rule of rules) {
    const problem = rule(request, ground);
    if (problem !== null) throw invalid(problem);
  }
}
