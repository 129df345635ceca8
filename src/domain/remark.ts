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
const helpWords = /^(?:help|hi|hello|hey|hi there|hello there|what can you do|\?)[?!. ]*$/i;

/** Reads a reply, in plain text and without the mention, in the light of where the task stands. Pure. */
export function readRemark(text: string, state: TaskState): Remark {
  const closed =
    state.status === "approved" || state.status === "discarded" || state.status === "cancelled";
  // Nobody wants "stop" looked up: said too late, it gets the answer that the task is closed.
  if (stopWords.test(text)) return "stop";
  if (closed && text === "") return "request";
  if (text === "" || courtesies.test(text)) return "courtesy";
  if (retryWords.test(text) && (closed || state.status === "failed")) return "retry";
  if (closed || state.status === "failed") return "request";
  return isUnderWay(state) ? "note" : "feedback";
}

/** What is said to us outside a task's thread and asks for nothing to be looked up. Undefined: it is a request. Pure. */
export function readAside(text: string): "help" | "stop" | "retry" | "courtesy" | undefined {
  if (helpWords.test(text)) return "help";
  if (stopWords.test(text)) return "stop";
  if (retryWords.test(text)) return "retry";
  return text !== "" && courtesies.test(text) ? "courtesy" : undefined;
}

const errands =
  /^(?:please |can you |could you )*(?:(?:summari[sz]e|sum up|recap) (?:this|the) (?:thread|channel|discussion|conversation)|research |find out |look into |compare |(?:draft|write|compose|prepare) (?:an?|the|me)\b(?!.{0,20}\b(?:version|revision|draft)\b))/i;

/** Whether what is said over a draft is an errand of its own, complete without the draft. Pure. */
export const asksAnew = (text: string): boolean => errands.test(text);

/**
 * Whether a remark is meant for us. A mention or direct message always is, and so is what the requester says there,
 * unless it begins with somebody else's name; others talk to each other in a thread, so only their "stop" is heard
 * without a mention.
 */
export const addresses = (
  remark: Remark,
  how: { mentioned: boolean; byRequester: boolean; toSomebodyElse?: boolean },
): boolean =>
  how.mentioned || remark === "stop" || (how.byRequester && how.toSomebodyElse !== true);
