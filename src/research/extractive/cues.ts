/** Cue words that show what a sentence does in a conversation. Cautious: a decision not shown is better than one invented. */

const settles = new RegExp(
  [
    "we(?:'ve| have| all)? (?:agreed|decided|settled)",
    "(?:was|is|it's|been) (?:agreed|decided|approved|settled)",
    "decided (?:to|on|that|against|we)",
    "(?:final )?decision(?: is|:| was)",
    "agreement (?:\\S+ ){0,4}(?:is|was) (?:to|that)",
    "agreed (?:to|on|that|we)",
    "agreed:",
    "let'?s (?:go with|go for|go ahead with|use|keep|ship|stick with|drop|postpone|launch|settle on|make it)",
    "let'?s (?:move|switch|push|do) (?:the|it|this|that|our)(?! next)",
    "(?:we'll|we will|we are going to|we're going to) (?:go with|go for|go ahead with|use|ship|keep|drop|stick with|launch|postpone)",
    "(?:we're|we are|i'm) going with",
    "resolved(?::| to| that)",
    "resolution:",
    "the consensus (?:is|was)",
    "approved",
    "signed off",
    "final call",
    "the plan is to",
  ]
    .map((cue) => `\\b${cue}(?!\\w)`)
    .join("|"),
  "i",
);
const unsettled =
  /\b(?:if|whether|unless|should we|haven't|hasn't|have not|has not|not yet|undecided|can't|cannot|could|might|maybe|perhaps|before we|once we|until we (?:decide|agree)|need to|who decided|not (?:agreed|decided|approved|settled))\b/i;

/** What people undertake to do at work; `I'll see`, `I'll be away` and `I'll give it a two` are no tasks. */
const work =
  "(?:add|arrange|ask|book|build|call|change|check|clean|close|collect|confirm|contact|coordinate|create|deliver|deploy|disable|document|draft|email|enable|file|finish|fix|follow up|get back|get in touch|handle|investigate|kill|look into|make sure|merge|message|migrate|move|open|order|organi[sz]e|own|ping|plan|post|prepare|publish|reach out|remove|replace|report back|restart|review|revert|roll back|rollback|roll out|run|schedule|send|set up|setup|share|sort out|start|submit|sync|take (?:care|over|this|that|it|on)|talk to|test|try to|turn off|turn on|update|upgrade|upload|use|verify|work on|write)";
const promises = new RegExp(
  `\\b(?:i'll|i will|i'm going to|i am going to|i can|let me|we'll|we will) (?:also |then |just |quickly |personally )?${work}\\b|\\b(?:i'm on it|i'll take (?:it|this|that|care)|on me\\b|(?:i'll|i will) do (?:it|this|that)\\b|(?:is|are) (?:mine|my action))\\b`,
  "i",
);
const assigned = new RegExp(
  `(?:(?:^|[.,:;–-]\\s+|@)\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+)? (?:to|is going to|owns)|\\b\\p{Lu}[\\p{L}'-]+ will) ${work}\\b`,
  "u",
);
const asked = new RegExp(
  String.raw`^(?:@?\p{Lu}[\p{L}'-]+,? )?(?:can|could|would|will) you (?:please |also )?(?!tell|explain|say|see|give me an example|imagine|think)\p{L}+|\bplease (?:also |then )?${work}\b|\b(?:action item|action|todo|to-do|ai)s?\s*[:-]`,
  "iu",
);
/** What holds until something else is known: `Until he answers: correct on request`. */
const meanwhile = /^(?:until|till|for now|for the time being|meanwhile)\b[^.?!:]{0,60}:\s\S/i;

/** Says that something was settled. */
export const isDecision = (text: string): boolean =>
  (meanwhile.test(text) || (settles.test(text) && !unsettled.test(text))) &&
  !isQuestion(text) &&
  !isSpokenNoise(text);

/** Says who will do what, or asks somebody to do it. */
export function isTask(text: string): boolean {
  if (isSpokenNoise(text) || text.endsWith(":")) return false;
  if (asked.test(text)) return true;
  if (isQuestion(text) || /\b(?:if|whether)\b/i.test(text)) return false;
  return promises.test(text) || assigned.test(text);
}

/** Transcripts of speech stumble; a stumbling sentence is neither a clear decision nor a clear task. */
export const isSpokenNoise = (text: string): boolean =>
  /\b(?:uh+|um+|erm?|uhm)\b|\b(\p{L}+) \1\b/iu.test(text);

/** Ends with a question mark, quotes and brackets aside. */
export const isQuestion = (text: string): boolean => /\?["'”’)\]!]*\s*$/.test(text);

/** Starts as an answer does. */
export const startsAsAnswer = (text: string): boolean =>
  /^(?:@\S+[,:]? )?(?:yes|yeah|yep|yup|no\b|nope|sure|correct|exactly|right|true|done|agreed|absolutely|of course|definitely|not (?:yet|really|that|sure)|it(?:'s| is| was| does| should)|they(?:'re| are)|that(?:'s| is| was)|because|i(?:'ll| will| think| would| did| have|'ve| can)|we(?:'ll| did| have|'ve| should| can)|\+1|:\+1:|👍|✅)/i.test(
    text.trim(),
  );

/** Begins with a word that stands for something said before, and is only half understood alone. */
export const pointsBack = (text: string): boolean =>
  /^(?:(?:and|but|so|then|or|also)\s+)*(?:it|its|that|this|they|their|he|she|his|her|him|them|those|these|each|both|two of|the other|which)\b/i.test(
    text,
  );

/** Speaks for or against something. */
export const isArgument = (text: string): boolean =>
  /\b(?:for|against|pro|con):|\b(?:objection|object to|argument|prefer\w*|because|cheaper|dearer|too (?:long|late|short|expensive|slow|risky|early|high|low)|above the|below the|not enough|only \w+ days|risk\w*|careful|the problem|withdraw|would (?:rather|accept|change my mind)|depends? on|cannot start|late on)\b/i.test(
    text,
  );

/** Holds a figure a reader would look for: money, a share, or an amount of something; years and dates alone are none. */
export const hasFigure = (text: string): boolean =>
  /[$€£¥]\s?\d|\d\s?(?:%|percent|per cent|percentage points)|(?<![\d.,])\d[\d.,]{0,20}\s?(?:k|m|bn|million|billion|thousand|users|customers|people|employees|days|weeks|months|years|hours|minutes|seconds|ms|gb|mb|tb|tickets|requests|units|points|times|x)\b/i.test(
    text,
  );

/** Starts as a bare detail does, which answers a question for it: `From the dashboard`, `By Friday`. */
export const startsAsDetail = (text: string): boolean =>
  /^(?:from|in|on|at|by|since|about|around|until|before|after|for|only|roughly|next|last|tomorrow|today|[$€£¥]?\p{N}+)(?=[\s\p{P}])/iu.test(
    text.trim(),
  );

/** Asks for a detail rather than for yes or no. */
export const asksForDetail = (text: string): boolean =>
  /\b(?:what|where|when|who|which|how|why)\b/i.test(text);
