import { isUnderWay, type TaskState } from "./task.ts";

/**
 * What a reply in a task's thread means. `note`: for the run under way. `feedback`: for the next revision. `request`:
 * the task is closed, so it can only be something new.
 */
export type Remark = "stop" | "retry" | "note" | "feedback" | "courtesy" | "request";

const stopWords =
  /^(?:please )?(?:stop|cancel|abort|halt|never ?mind|forget it)(?: (?:it|this|that|please|the task))*[.!]*$/i;
const retryWords = /^(?:please )?(?:retry|try again|again)(?: please)?[.!]*$/i;
const courtesies =
  /^(?:(?:many |ok(?:ay)?,? )?(?:thanks?|thank you|thx|ty|cheers)(?: (?:a lot|so much|legwork|you))*|ok(?:ay)?|great|nice|cool|perfect|awesome|lgtm|looks? good(?: to me)?|good|got it|will do|\+1|wow|haha|lol|:[\w+-]+:|\p{Extended_Pictographic}|[\s.!,])+$/iu;

/** Reads a reply, in plain text and without the mention, in the light of where the task stands. Pure. */
export function readRemark(text: string, state: TaskState): Remark {
  const closed =
    state.status === "approved" || state.status === "discarded" || state.status === "cancelled";
  if (closed) return "request";
  if (stopWords.test(text)) return "stop";
  if (text === "" || courtesies.test(text)) return "courtesy";
  if (state.status === "failed") return retryWords.test(text) ? "retry" : "request";
  return isUnderWay(state) ? "note" : "feedback";
}

/**
 * Whether a remark is meant for us. A mention or direct message always is, and so is what the requester says there;
 * others talk to each other in a thread, so only their "stop" is heard without a mention.
 */
export const addresses = (
  remark: Remark,
  how: { mentioned: boolean; byRequester: boolean },
): boolean => how.mentioned || how.byRequester || remark === "stop";
