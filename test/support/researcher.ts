import { harbourParts } from "./harbour.ts";
import { researchBrain } from "./model/brain.ts";
import type { Brain, Call } from "./model/call.ts";
import type { MessageRequest } from "./model/request.ts";

/** The question about the harbour, planned as five parts that are each researched in a conversation of their own. */
export function harbourBrain(options: {
  /** How long an answer lets its reader wait before it begins, in milliseconds. */
  readonly callMs?: number;
  /** Sees each request as it arrives. */
  readonly saw?: (request: MessageRequest, call: Call) => void;
}): Brain {
  const research = researchBrain({
    hints: {
      subtasks: harbourParts.map(({ title, query }) => ({
        title,
        objective: `Find out what is known about this: ${query}.`,
        boundaries: "",
        effort: "medium",
        reads: ["web"],
        given: [],
        queries: [query],
      })),
      done_when: ["Every part is looked at"],
      // Nothing is missing, and every claim is found in what it cites.
      complete: true,
      verdict: "supported",
    },
  });
  return async (request, call) => {
    options.saw?.(request, call);
    const reply = await research(request, call);
    return { ...reply, pace: { beforeMs: options.callMs ?? 0 } };
  };
}
