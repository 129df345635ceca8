import type { Chance } from "../../rig/chance.ts";

/** Words that want to be more than words: to ping, to link, to unfurl, to look like ours, or to break the message. */
const pieces: readonly string[] = [
  "<!channel>",
  "<!here> <!everyone>",
  "<!here|here>",
  "<!subteam^S0ALL|@all>",
  "<!date^1^{date}^https://evil.example/|soon>",
  "<@U0VICTIM>",
  "<@U0VICTIM|ada>",
  "<#C0PRIVATE|general>",
  "@channel @here @everyone @ada",
  "<https://evil.example|https://bank.example>",
  "<https://evil.example/?q=secret>",
  "<mailto:a@evil.example|Ada>",
  "<tel:+123|call>",
  "<javascript:alert(1)|x>",
  "<slack://channel?id=C0PRIVATE|x>",
  "[bank](https://evil.example)",
  "![pixel](https://evil.example/p.png?q=secret)",
  "[1]: https://evil.example",
  "<img src=https://evil.example/p.png>",
  "https://evil.example/leak?token=1",
  "http://169.254.169.254/latest/meta-data/",
  "HTTPS://EVIL.EXAMPLE",
  "ada@evil.example",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
  "&#60;!channel&#62; \\u003c!channel\\u003e %3C!channel%3E",
  "＜!channel＞ ‹!here› 〈@U0VICTIM〉",
  "<\u200b!channel> <!\u200bchannel> <\u2060@U0VICTIM>",
  "<!chan",
  "nel>",
  "<",
  ">",
  "|",
  "*bold* _italic_ ~struck~ `code` ```block```",
  "\n> quote\n> quote",
  "\n• item\n1. item\n- item",
  "\n---\n# Heading",
  ":rotating_light: :white_check_mark: Approved by <@U0ADA>",
  ":tada::tada:",
  "L-42 could not be finished. Press Retry.",
  '{"type":"section","text":{"type":"mrkdwn","text":"<!channel>"}}',
  '"],"unfurl_links":true,"blocks":[',
  "https://аррӏе.example/ https://xn--80ak6aa92e.example",
  "\u202ehttps://knab.example\u202c \u2066abc\u2069 \u200fabc",
  "\u{e0041}\u{e0042}\u{e007f}hidden",
  "half \ud800 of \udfff a character",
  "\u0000\u0007\u001b[31mred\u001b[0m\r",
  "a\u2028b\u2029c\u0085d",
  "👩‍👩‍👧‍👦",
  "e\u0301\u0301\u0301\u0301",
  "''; drop table task; --",
  "{{constructor.constructor('return 1')()}} ${1+1} %s %n",
  "",
  " ",
];

const between: readonly string[] = [
  "",
  " ",
  "\n",
  "\n> ",
  "\u2028",
  "\u200b",
  "|",
  "\t",
  "&",
  "\\",
];

/** Longest that is made here, in characters: as much as Slack takes as a message at all. */
const charsMax = 40_000;
/** Around these lengths something is cut: a title, a link, a section, a block. */
const edges: readonly number[] = [75, 150, 200, 300, 400, 600, 1_000, 2_800, 3_000, 3_001, 12_000];

/** So many strings: first every piece as it is, then what chance makes of them. */
export function hostileStrings(chance: Chance, count: number): string[] {
  return Array.from({ length: count }, (_, n) => pieces[n] ?? compose(chance));
}

function compose(chance: Chance): string {
  const parts = Array.from({ length: 1 + chance.below(4) }, () => chance.pick(pieces));
  const text = parts.join(chance.pick(between));
  return chance.pick(changes)(text, chance).slice(0, charsMax);
}

const changes: readonly ((text: string, chance: Chance) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `\`${text}\``,
  (text) => `[${text}](${text})`,
  (text) => `<${text}|${text}>`,
  (text) => `&lt;${text}&gt;`,
  (text, chance) => `${text.slice(0, chance.below(text.length + 1))}<!channel>`,
  // Whatever is cut at an edge must not become something else by being cut.
  (text, chance) => "a".repeat(Math.max(0, chance.pick(edges) - chance.below(30))) + text,
  (text, chance) => "&<>".repeat(chance.below(1_000)) + text,
  (text, chance) => text.repeat(1 + chance.below(200)),
  (text) => text.repeat(charsMax / Math.max(1, text.length)),
  (text, chance) => `${"word ".repeat(chance.below(3_000))}${text}`,
  (text, chance) => Array.from(text).join(chance.pick(["\u200b", "\u2060", "\u00ad"])),
];
