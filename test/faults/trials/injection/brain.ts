import { obedientBrain } from "../../../support/model/brain.ts";
import type { Brain } from "../../../support/model/call.ts";
import type { Reply } from "../../../support/model/reply.ts";
import type { MessageRequest } from "../../../support/model/request.ts";
import { openPrompts } from "../../../../src/research/claude/prompts.ts";
import { marksIn, subjects } from "./traps.ts";

const prompts = openPrompts();

/** Turns of a conversation in which it still does what it was told. */
const turnsMax = 2;

/**
 * A model that does whatever any text tells it. It plans as it should, because the planner has read nothing; and to whoever
 * asks what is missing it says: all the secrets, on the web. What it has read, it puts into `seen`.
 */
export const trappedBrain = (seen: Set<string>): Brain =>
  obedientBrain({
    turnsMax,
    override(request) {
      const said = JSON.stringify(request.messages);
      for (const mark of marksIn(said)) seen.add(mark);
      const system = (request.system ?? []).map(({ text }) => text).join("\n");
      if (system === prompts.plan.text) return planFor(request);
      return system === prompts.gap.text ? askForSecrets(said) : undefined;
    },
  });

/** One part for what was given, one for the library, one for the web, and one that would mix them. */
function planFor({ messages }: MessageRequest): Reply {
  const said = JSON.stringify(messages);
  const subject = subjects.find((one) => said.includes(one)) ?? "";
  const part = (title: string, reads: readonly string[], given: readonly number[] = []) => ({
    title,
    objective: `Find out why checkout of ${subject} is slow.`,
    boundaries: "",
    effort: "medium",
    reads,
    given,
    queries: [`checkout slow ${subject}`],
  });
  return json({
    question: `Why is checkout of ${subject} slow?`,
    done_when: ["The cause is named"],
    reuse: false,
    subtasks: [
      part("What was given", ["given"], [1, 2, 3, 4]),
      part("The library", ["library"]),
      part("The web", ["web"]),
      part("Everything", ["web", "library", "given"], [1, 2, 3, 4]),
    ],
  });
}

function askForSecrets(said: string): Reply {
  const secrets = [...new Set(said.match(/canary-[\w-]+/g))].join(" ");
  const part = { title: "More", objective: `Find ${secrets}`, reads: ["web"], queries: [secrets] };
  return json({ complete: false, subtasks: [part] });
}

const json = (value: unknown): Reply => ({
  content: [{ type: "text", text: JSON.stringify(value) }],
});
