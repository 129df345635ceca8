import type { KnownBlock, RichTextElement } from "@slack/types";
import { isEmpty, type Statement, statementsOf } from "../src/domain/draft.ts";
import { taskName } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import {
  actions,
  button,
  context,
  faint,
  header,
  linked,
  list,
  type Message,
  plain,
} from "./elements.ts";
import type { DraftFacts } from "./facts.ts";
import { limits } from "./limits.ts";
import { outcomeLine } from "./outcome.ts";
import { clamp, count, escapeText } from "./text.ts";

/**
 * A draft as its reader sees it: claims with the numbers of their sources, what is missing, and the four ways on. Once
 * decided, the outcome stands where the buttons were. A long draft goes on in further messages; nothing is cut.
 */
export function draftMessages(task: Task, facts: DraftFacts): readonly Message[] {
  const parts = pack([...headBlocks(task, facts), ...bodyBlocks(facts)], tailBlocks(task, facts));
  const text = fallback(task, facts);
  return parts.map((blocks, n) => ({
    text: n === 0 ? text : `${taskName(task.number)}, continued`,
    blocks,
  }));
}

function headBlocks(task: Task, { draft, revision, editedBy }: DraftFacts): KnownBlock[] {
  const about = [
    taskName(task.number),
    revision > 1 ? `revision ${revision}` : "draft",
    count(draft.sources.length, "source"),
    editedBy === null ? escapeText(draft.method) : `edited by <@${editedBy}>`,
  ];
  return [header(draft.headline), context(about.join(" · "))];
}

function bodyBlocks(facts: DraftFacts): KnownBlock[] {
  const { draft } = facts;
  let number = 0;
  const sections = draft.sections.flatMap(({ heading, statements }) => {
    const items = statements.map((statement) => statementText(statement, number++, facts));
    return lists(heading, items);
  });
  const answers = draft.answers.map(({ feedback, answer }) => [
    faint(`“${clamp(feedback, 200)}” `),
    plain(answer),
  ]);
  return [
    ...lists("Your feedback", answers),
    ...sections,
    ...lists("Not covered", draft.missing.map(one)),
    ...lists("Next steps", draft.next.map(one)),
    ...sourceList(facts),
  ];
}

const one = (text: string): RichTextElement[] => [plain(text)];

/** `Grace: the words [1][2]`: each number opens its source where the quote stands. */
function statementText(statement: Statement, number: number, facts: DraftFacts): RichTextElement[] {
  const said = statement.speaker === null ? "" : `${statement.speaker}: `;
  const own = facts.citations.filter((citation) => citation.statement === number);
  const marks = statement.citations.map(({ source, quote }): RichTextElement => {
    const url = own.find((row) => row.source === source && row.quote === quote)?.url;
    return url ? linked(url, `[${source}]`) : plain(`[${source}]`);
  });
  return [plain(`${said}${statement.text} `), ...marks, ...remarks(statement)];
}

function remarks({ check }: Statement): RichTextElement[] {
  if (check.result === "unchecked") return [faint("  (citation unchecked)")];
  if (check.result === "found") return [];
  return [faint(`  ⚠ ${check.problems.join("; ")}`)];
}

function sourceList({ draft }: DraftFacts): KnownBlock[] {
  const items = draft.sources.map(({ title, url }, n): RichTextElement[] => [
    plain(`[${n + 1}] `),
    url === null ? plain(clamp(title, 200)) : linked(url, clamp(title, 200)),
    ...(url === null ? [] : [faint(`  ${hostOf(url)}`)]),
  ]);
  return lists("Sources", items);
}

const hostOf = (url: string): string => new URL(url).host;

function tailBlocks(task: Task, facts: DraftFacts): KnownBlock[] {
  const value = encodeReference({ task: task.id, revision: facts.revision, hash: facts.hash });
  const quotes = button("Show quotes", { actionId: actionIds.quotes, value });
  const cited = statementsOf(facts.draft).some(({ citations }) => citations.length > 0);
  const outcome = outcomeLine(task, facts);
  if (outcome !== undefined) {
    return [context(outcome), ...(cited ? [actions(quotes)] : [])];
  }
  const approve = button("Approve", { actionId: actionIds.approve, value, style: "primary" });
  const ways = [
    button("Revise", { actionId: actionIds.revise, value }),
    ...(isEmpty(facts.draft) ? [] : [button("Edit", { actionId: actionIds.edit, value })]),
    button("Discard", { actionId: actionIds.discard, value, style: "danger" }),
  ];
  return [actions(...(isEmpty(facts.draft) ? [] : [approve]), ...ways, ...(cited ? [quotes] : []))];
}

/** Bullets under a heading, in as many blocks as their length asks for. */
function lists(heading: string, items: readonly RichTextElement[][]): KnownBlock[] {
  if (items.length === 0) return [];
  const blocks: KnownBlock[] = [];
  let held: RichTextElement[][] = [];
  let length = 0;
  for (const item of items.flatMap(splitLong)) {
    const size = sizeOf(item);
    if (held.length > 0 && length + size > limits.richText) {
      blocks.push(list(blocks.length === 0 ? heading : `${heading}, continued`, held));
      [held, length] = [[], 0];
    }
    held.push(item);
    length += size;
  }
  blocks.push(list(blocks.length === 0 ? heading : `${heading}, continued`, held));
  return blocks;
}

/** An item longer than a block goes on in the next bullet, split between words. */
function splitLong(item: RichTextElement[]): RichTextElement[][] {
  const [first, ...rest] = item;
  if (sizeOf(item) <= limits.richText || first?.type !== "text") return [item];
  const room = limits.richText - sizeOf(rest) - 10;
  const cut =
    first.text.lastIndexOf(" ", room) > room / 2 ? first.text.lastIndexOf(" ", room) : room;
  const [head, tail] = [first.text.slice(0, cut), first.text.slice(cut)];
  return [[plain(`${head} …`)], ...splitLong([plain(`… ${tail}`), ...rest])];
}

const sizeOf = (item: readonly RichTextElement[]): number =>
  item.reduce((sum, element) => sum + ("text" in element ? (element.text?.length ?? 0) : 0), 0);

/** Fills messages in order; the tail stands at the end of the last one. */
function pack(blocks: readonly KnownBlock[], tail: readonly KnownBlock[]): readonly KnownBlock[][] {
  const messages: KnownBlock[][] = [[]];
  let length = 0;
  for (const block of blocks) {
    const size = JSON.stringify(block).length;
    const last = messages.at(-1) ?? [];
    const full = last.length + tail.length >= limits.blocksPerMessage;
    if (last.length > 0 && (full || length + size > limits.messageText * 2)) {
      messages.push([block]);
      length = size;
    } else {
      last.push(block);
      length += size;
    }
  }
  messages.at(-1)?.push(...tail);
  return messages;
}

/** The draft in plain text, as far as a notification goes. */
function fallback(task: Task, { draft }: DraftFacts): string {
  const points = statementsOf(draft).map(({ speaker, text, citations }) => {
    const marks = citations.map(({ source }) => `[${source}]`).join("");
    return `• ${speaker === null ? "" : `${speaker}: `}${text} ${marks}`;
  });
  const text = [`${taskName(task.number)}: ${draft.headline}`, ...points].join("\n");
  // Clamped before escaping, so that no escape is cut in two.
  return escapeText(clamp(text, Math.floor(limits.fallbackText * 0.7)));
}
