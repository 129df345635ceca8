import type { Call } from "./call.ts";
import type { ModelFacts } from "./catalogue.ts";
import type { Sighting } from "./conversations.ts";
import { invalid, notFound } from "./failure.ts";
import type { House } from "./house.ts";
import type { MessageRequest } from "./request.ts";
import { enforce } from "./rules.ts";
import { bindingBeta } from "./rules/generation.ts";
import { mismatchedThoughts, mismatchMessage } from "./thoughts.ts";

/** A request that may be answered. */
export type Admitted = {
  readonly request: MessageRequest;
  readonly model: ModelFacts;
  readonly sighting: Sighting;
};

type Visit = {
  readonly requestId: string;
  readonly betas: ReadonlySet<string>;
};

/** Checks a request against every rule and against its conversation; throws the answer that it gets instead. */
export function admit(house: House, request: MessageRequest, visit: Visit): Admitted {
  const model = house.models.find(({ id }) => id === request.model);
  if (!model || model.lifecycle === "retired") throw notFound(`model: ${request.model}`);
  const sighting = house.conversations.sight(request);
  enforce(request, { model, betas: visit.betas, paused: sighting.paused });

  const report = (kind: House["breaches"][number]["kind"], message: string) =>
    house.breaches.push({
      kind,
      message,
      requestId: visit.requestId,
      conversation: sighting.conversation,
    });
  for (const { kind, message } of sighting.differences) report(kind, message);
  const mismatches = mismatchedThoughts(request, model);
  for (const mismatch of mismatches) {
    report(
      mismatch.changed === "model" ? "model_changed" : "thinking_mismatch",
      mismatchMessage(mismatch),
    );
  }

  const [mismatch] = mismatches;
  if (house.strict && mismatch && !dropsThoughts(request, visit.betas)) {
    throw invalid(mismatchMessage(mismatch));
  }
  // Text behind results is no mistake of form: the service takes it, and answers badly.
  const [difference] = sighting.differences.filter(({ kind }) => kind !== "text_after_results");
  if (house.strict && difference && mismatches.length === 0) throw invalid(difference.message);
  return { request, model, sighting };
}

/** What a brain is told of a call. */
export const callOf = ({ sighting }: Admitted, facts: Omit<Call, "conversation">): Call => ({
  ...facts,
  conversation: sighting.conversation,
});

function dropsThoughts({ thinking }: MessageRequest, betas: ReadonlySet<string>): boolean {
  if (!thinking || !("block_binding" in thinking) || !betas.has(bindingBeta)) return false;
  return thinking.block_binding?.prefix_mismatch_behavior === "drop_block";
}
