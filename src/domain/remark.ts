import { sourcesIn } from "./request.ts";
import { isPaused, isUnderWay, type TaskState } from "./task.ts";

/**
 * What a reply in a task's thread means. `answer`: to the question that the task waits with. `note`: for the run under way.
 * `feedback`: for the next revision. `request`: the task is closed, so it can only be something new.
 */
export type Remark = "stop" | "retry" | "answer" | "note" | "feedback" | "courtesy" | "request";

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
  if (retryWords.test(text) && (closed || state.status === "failed" || isPaused(state))) {
    return "retry";
  }
  if (closed || state.status === "failed") return "request";
  if (state.status === "waiting" && state.choice !== undefined) return "answer";
  return isUnderWay(state) ? "note" : "feedback";
}

/** What is said to us outside a task's thread and asks for nothing to be looked up. Undefined: it is a request. Pure. */
export function readAside(text: string): "help" | "stop" | "retry" | "courtesy" | undefined {
  if (helpWords.test(text)) return "help";
  if (stopWords.test(text)) return "stop";
  if (retryWords.test(text)) return "retry";
  return text !== "" && courtesies.test(text) ? "courtesy" : undefined;
}

const opener = String.raw`^(?:(?:please|no|sorry|actually|wait|well|hm+|oh|ok(?:ay)?|and|but|then)[,.!:]? +)*`;

/** What begins so asks for something else, or for less or more of it. */
const scopes: readonly RegExp[] = [
  new RegExp(
    `${opener}(?:(?:it'?s )?only(?! (?:if|when|because|to|wanted|saying|asking)\\b)|just (?=for|in|the|about|from|look|use|compare|research))\\b`,
    "i",
  ),
  /^(?:\S+ ){1,8}only(?:,? please)?[.!]*$/i,
  /\binstead(?: of\b|[.!]*$)|\brather than\b/i,
  new RegExp(
    `${opener}not (?!sure\\b|certain\\b|urgent\\b|final\\b|yet\\b|bad\\b|that\\b)(?:\\S+ ){1,4}but \\S`,
    "i",
  ),
  /\b(?:limit|restrict|narrow|confine)(?: (?:it|this|that|yourself|the (?:search|question|scope)))?(?: down)? to\b/i,
  /\bcompare (?:(?:it|this|that|these|them|both|all)(?: also)? )?(?:with|to|against)\b|\balso compare\b|\bcompared (?:with|to)\b/i,
  new RegExp(
    `${opener}(?:(?:what|how) about |also (?:(?:please|what about) )*(?:look|check|research|find|cover|do|for|in|read|search|at|the)\\b)`,
    "i",
  ),
  /\b(?:i (?:actually )?(?:meant|mean)|what i (?:meant|mean|need|want) (?:is|was)|change of plans?|(?:different|other|new|wrong) question|scratch that|forget (?:about )?(?:the|that|what|all))\b/i,
];

/** What is wished of the draft's looks is no other question, however it begins. */
const looks =
  /\b(?:bullets?|bullet points?|(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:points?|words?|sentences?|lines?|paragraphs?)|prose|tone|short(?:er)?|longer|brief(?:er)?|headline|title|format(?:ted|ting)?|wording|(?:as|in) an? (?:table|list)|(?:in|into) (?:english|german|french|spanish|italian)|quotes?|citations?)\b/i;

/** Longer notes are read as explanations: where they change what is asked, a person says so in a few words. In characters. */
const scopeLengthMax = 400;

/**
 * Whether what is said to a run changes what is asked, so that its plan no longer fits: less ("only EMEA"), something else
 * ("instead of …"), more ("also compare with …"). For clear words only: what is not clear steers, and loses nothing. Pure.
 */
export function changesScope(text: string): boolean {
  const said = text.trim();
  // What is named to be read is read only by a plan that knows of it.
  if (sourcesIn(said).length > 0) return true;
  if (said.length > scopeLengthMax || looks.test(said)) return false;
  return scopes.some((scope) => scope.test(said));
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
