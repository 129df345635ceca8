/** Parts of a draft that feedback can name. */
export type PartName = "decisions" | "points" | "tasks" | "questions" | "figures" | "disagreements";

/** One thing that feedback asks for. */
export type Wish =
  | {
      readonly type:
        | "shorter"
        | "longer"
        | "simpler"
        | "more sources"
        | "other sources"
        | "link"
        | "request"
        | "unclear";
    }
  | { readonly type: "points" | "words"; readonly count: number }
  | { readonly type: "focus" | "without" | "only from"; readonly on: string }
  | { readonly type: "headline"; readonly text: string | null }
  | { readonly type: "parts"; readonly parts: readonly PartName[]; readonly drop: boolean }
  | { readonly type: "cannot"; readonly what: string };

/** Most points a draft can be asked for, and most words. */
const pointsMax = 30;
const wordsMax = 2_000;

type Reader = readonly [RegExp, (found: RegExpExecArray) => Wish];
const numberWords = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];
const count = String.raw`(\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)`;
const items = String.raw`(?:bullet ?points?|bullets?|points?|sentences?|lines?|items?|statements?)`;

/** The first that matches wins, so the narrow ones stand before the wide ones. */
const readers: readonly Reader[] = [
  [
    /\b(?:translat\w+|(?:in|into|auf) (?:german|french|spanish|italian|portuguese|dutch|polish|japanese|chinese|korean|hindi|english|deutsch))\b/i,
    () => ({ type: "cannot", what: "translate" }),
  ],
  [
    /\b(?:headline|title|heading)\b.*?(?:to|be|is|as|:)\s*["“]([^"”]{3,150})["”]/i,
    ([, text = ""]) => ({ type: "headline", text }),
  ],
  [
    /\b(?:headline|title)\s*(?:should be|to be|to|:|=)\s*(\S.{2,150})$/i,
    ([, text = ""]) => ({ type: "headline", text: text.trim() }),
  ],
  [/\b(?:headline|title)\b/i, () => ({ type: "headline", text: null })],
  [
    /\b(?:tone|formal\w*|informal|casual|friendl\w+|polite\w*|rewrite|rephrase|reword|own words|paraphrase|funn\w+|persuasive|professional|warmer|style|prose|flowing)\b/i,
    () => ({ type: "cannot", what: "rewrite in another tone" }),
  ],
  [
    new RegExp(String.raw`${count}\s+(?:\w+\s+)?${items}\b`, "i"),
    ([, n = ""]) => ({ type: "points", count: limited(n, pointsMax) }),
  ],
  [
    new RegExp(String.raw`${count}\s+words\b`, "i"),
    ([, n = ""]) => ({ type: "words", count: limited(n, wordsMax) }),
  ],
  [
    /\b(?:only|just|solely)\s+(?:(?:use|from|cite|quote|rely on|based on)\s+)+(.+)$|\b(?:use|from|cite|quote)\s+only\s+(?:from\s+)?(.+)$/i,
    ([, a, b]) => ({ type: "only from", on: topicOf(a ?? b ?? "") }),
  ],
  [/\b(?:other|different|better|new)\s+sources?\b/i, () => ({ type: "other sources" })],
  [
    /\b(?:more|further|additional|extra|another)\s+(?:sources?|references?|research|evidence|material)\b|\b(?:search|look|dig)\s+(?:further|more|again|deeper|elsewhere)\b/i,
    () => ({ type: "more sources" }),
  ],
  [/https?:\/\/\S+/i, () => ({ type: "link" })],
  [
    /\b(?:leave out|without|exclude|drop|remove|skip|omit|ignore|no mention of|don'?t (?:mention|include|use)|do not (?:mention|include|use)|less (?:about|on))\s+(.+)$/i,
    ([, on = ""]) => partsOr(on, true, "without"),
  ],
  [
    /\b(?:only|just)\s+(?:show\s+|list\s+|keep\s+|give\s+(?:me\s+)?)?(.+)$|\b(?:keep|show|list)\s+(?:me\s+)?(?:only|just)\s+(.+)$/i,
    ([, a, b]) => partsOr(a ?? b ?? "", false, "focus"),
  ],
  [
    /\b(?:focus(?:ed|ing)?|concentrate|emphasi[sz]e|zoom in|highlight|prioriti[sz]e)(?:\s+(?:more|only|mainly|it))*\s*(?:on|to)?\s+(.+)$/i,
    ([, on = ""]) => ({ type: "focus", on: topicOf(on) }),
  ],
  [
    /\b(?:more|say more|tell me more|go deeper|more details?|expand|elaborate|details?)\s+(?:about|on|into|regarding|of)\s+(.+)$/i,
    ([, on = ""]) => ({ type: "focus", on: topicOf(on) }),
  ],
  [
    /\b(?:shorter|shorten|briefer|too long|more concise|concise|condense|trim|cut (?:it )?down|half|less text|tl;?dr|brief)\b/i,
    () => ({ type: "shorter" }),
  ],
  [
    /\b(?:longer|more details?|detailed|expand|too short|elaborate|in depth|more text|fuller)\b/i,
    () => ({ type: "longer" }),
  ],
  [
    /\b(?:simpler|simplify|simple|bullets?|bullet points?|plain(?:er)?|easier)\b/i,
    () => ({ type: "simpler" }),
  ],
  [
    /\b(?:what about|(?:add|include|mention|cover)(?:\s+(?:something|anything))?(?:\s+(?:about|on))?)\s+(.+)$/i,
    ([, on = ""]) => ({ type: "focus", on: topicOf(on) }),
  ],
  [
    /\bcompare (?:(?:it|this|that|them|these) )?(?:also )?(?:with|to|against)\s+(.+)$|^(?:please |no,? )*(?:look at|check|compare|do|take)\s+(.+?)\s+(?:instead(?: of .+)?|rather than .+)$|^look (?:at|into)\s+(.+)$/i,
    ([, a, b, c]) => ({ type: "focus", on: topicOf(a ?? b ?? c ?? "") }),
  ],
];

/** Reads one wish; `unclear` where none of the known ones is meant. */
export function readWish(text: string): Wish {
  for (const [pattern, wish] of readers) {
    const found = pattern.exec(text);
    if (found) return wish(found);
  }
  return { type: "unclear" };
}

const partNames: readonly (readonly [RegExp, PartName])[] = [
  [/\bdecisions?|decided|outcomes?\b/i, "decisions"],
  [/\b(?:open )?questions?\b|\bopen (?:points|issues)\b/i, "questions"],
  [/\b(?:action items?|tasks?|to-?dos?|next steps|who does what|actions)\b/i, "tasks"],
  [/\b(?:figures|numbers)\b/i, "figures"],
  [/\b(?:key )?points\b/i, "points"],
  [/\b(?:disagreements?|contradictions?)\b/i, "disagreements"],
];

/** Feedback about a part of the draft, when it names nothing else; else about what the draft says. */
function partsOr(on: string, drop: boolean, otherwise: "without" | "focus"): Wish {
  const parts = partNames.filter(([pattern]) => pattern.test(on)).map(([, part]) => part);
  const named = partNames.reduce((rest, [pattern]) => rest.replace(pattern, ""), on);
  const only = /^(?:\s|the|any|all|and|or|what|was|were|part|section|list|please|,)*$/i.test(named);
  return parts.length > 0 && only
    ? { type: "parts", parts, drop }
    : { type: otherwise, on: topicOf(on) };
}

const topicOf = (text: string): string =>
  text
    .replace(/["“”]/g, "")
    .replace(
      /^(?:the |any |all |everything (?:about |on )?|what (?:was said )?(?:about )?|(?:part|bit|section|stuff|things?)s? (?:about|on) |about |on |mentions? of |anything (?:about |on )?)+/i,
      "",
    )
    .replace(/[\s.!?]+$|\s+(?:please|part|section|bit|stuff)$/gi, "")
    .trim();

function limited(number: string, most: number): number {
  const spelled = numberWords.indexOf(number.toLowerCase());
  return Math.min(most, Math.max(1, spelled >= 0 ? spelled : Number(number)));
}
