import type { View } from "@slack/types";
import { hostOf, type Message } from "../../../../blocks/elements.ts";
import { checkView } from "../../../../src/sandbox/check/check.ts";
import { limits } from "../../../../src/sandbox/check/limits.ts";
import type { Call } from "../../../../src/slack/call.ts";
import { post, update, whisper } from "../../../../src/slack/messages.ts";
import { refusals, walk } from "../../../blocks/reading.ts";
import type { Surfaces } from "./surfaces.ts";

/** What must not come of a string. */
export const harms = ["ping", "link", "unfurl", "format", "refused"] as const;
export type Harm = { readonly kind: (typeof harms)[number]; readonly what: string };

type Thing = Record<string, unknown>;

/** Everything that Slack would make of the string that is more than words. */
export async function harmOf({ messages, answers, views, seen }: Surfaces): Promise<Harm[]> {
  const found: Harm[] = [];
  for (const message of messages) {
    for (const what of refusals(message)) found.push({ kind: "refused", what });
    found.push(...(await unfurling(message)));
  }
  for (const answer of answers) {
    if (answer.length > limits.text) found.push({ kind: "refused", what: "an answer is too long" });
  }
  for (const view of views) found.push(...refused(view));
  const marked = [...messages.map(({ text }) => text), ...answers];
  const things = walk([...messages.map(({ blocks }) => blocks), ...views]);
  found.push(...marked.flatMap(inMarked), ...things.flatMap((thing) => inThing(thing, seen)));
  return found;
}

/** The people of the trial's own task, and nobody else, may be named. */
const ours =
  /^(@U0ADA|@U0GRACE|!date\^\d+\^\{time\} \(\{date_short_pretty\}\)\|[-\d]+ [:\d]+ UTC)$/;
/** Bidirectional overrides and isolates: what stands after them is read in another order than it is written. */
const turning = /[\u202a-\u202e\u2066-\u2069]/;

/** A text in which Slack reads markup. */
function inMarked(text: string): Harm[] {
  const found: Harm[] = [];
  for (const [whole, inside = ""] of text.matchAll(/<([^<>]*)>/g)) {
    if (ours.test(inside)) continue;
    found.push({ kind: /^[!@#]/.test(inside) ? "ping" : "link", what: whole });
  }
  if (/@(here|channel|everyone)\b/.test(text)) found.push({ kind: "ping", what: "a bare name" });
  // Slack makes links of whatever looks like an address.
  if (text.includes("://")) found.push({ kind: "link", what: "a bare address" });
  if (/:(rotating_light|tada):/.test(text)) found.push({ kind: "format", what: "a picture" });
  if (/(\*bold\*|_italic_|~struck~|`code`)/i.test(text)) {
    found.push({ kind: "format", what: "a mark" });
  }
  if (turning.test(text)) found.push({ kind: "format", what: "a turn" });
  if (/&(?!(?:amp|lt|gt);)/.test(text)) found.push({ kind: "format", what: "half an escape" });
  return found;
}

const harmless = new Set(["rich_text", "rich_text_section", "rich_text_list", "rich_text_quote"]);

function inThing(thing: Thing, seen: ReadonlySet<string>): Harm[] {
  const type = String(thing["type"]);
  if (type === "mrkdwn") return inMarked(String(thing["text"]));
  if (type === "image" || "image_url" in thing || "accessory" in thing) {
    return [{ kind: "unfurl", what: type }];
  }
  if (type === "rich_text_section") return inSection(thing, seen);
  if (type.startsWith("rich_text") && !harmless.has(type)) return [{ kind: "format", what: type }];
  if (type === "plain_text") return inPlain(thing);
  if (type !== "link" && thing["url"] !== undefined) return [{ kind: "link", what: type }];
  return [];
}

/** Running text: only words, and links to sources that say where they lead. */
function inSection({ elements }: Thing, seen: ReadonlySet<string>): Harm[] {
  const things = walk(elements).filter(({ type }) => type !== undefined);
  const words = things.map(({ text }) => (typeof text === "string" ? text : ""));
  return things.flatMap((thing, n): Harm[] => {
    if (thing["type"] === "text") {
      return turning.test(words[n] ?? "") ? [{ kind: "format", what: "a turn" }] : [];
    }
    if (thing["type"] !== "link") return [{ kind: "ping", what: String(thing["type"]) }];
    const url = String(thing["url"]);
    const named = /^\[\d+\]$/.test(words[n] ?? "") || words[n + 1]?.includes(hostOf(url)) === true;
    return seen.has(url) && /^https?:/i.test(url) && named ? [] : [{ kind: "link", what: url }];
  });
}

const inPlain = ({ text, emoji }: Thing): Harm[] =>
  emoji !== false && /:(rotating_light|tada):/.test(String(text))
    ? [{ kind: "format", what: "a picture" }]
    : [];

function refused(view: View): Harm[] {
  try {
    checkView(view);
    return [];
  } catch (error) {
    return [{ kind: "refused", what: `${String(error)} ${JSON.stringify(error)}` }];
  }
}

/** What goes to Slack along with the message, by each of the three ways there. */
async function unfurling(message: Message): Promise<Harm[]> {
  const sent: Thing[] = [];
  const call: Call = async (_method, args, output) => {
    sent.push(args);
    return output.parse({ ok: true, channel: "C0PRODUCT", ts: "1.1" });
  };
  const place = { channel: "C0PRODUCT", threadTs: null };
  await post(call, place, message, "key");
  await update(call, { channel: "C0PRODUCT", ts: "1.1" }, message, "key");
  // What only one person sees is never unfurled, and takes no such settings.
  await whisper(call, { ...place, user: "U0ADA" }, message);
  const [posted, updated, whispered] = sent;
  const open = [posted, updated].some(
    (args) => args?.["unfurl_links"] !== false || args["unfurl_media"] !== false,
  );
  const linking = [posted, updated, whispered].some(
    (args) => args?.["link_names"] === true || args?.["parse"] === "full",
  );
  return open || linking ? [{ kind: "unfurl", what: "settings" }] : [];
}
