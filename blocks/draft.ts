import type { KnownBlock } from "@slack/types";
import { isEmpty, statementsOf } from "../src/domain/draft.ts";
import { taskName } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { bodyBlocks, isUnchecked } from "./body.ts";
import { actions, bold, button, context, header, type Message } from "./elements.ts";
import type { DraftFacts } from "./facts.ts";
import { limits } from "./limits.ts";
import { canEdit } from "./modals.ts";
import { continueButton, costLine, shortLine } from "./money.ts";
import { outcomeLine } from "./outcome.ts";
import { bullets, pack } from "./split.ts";
import { count, quoted, quotedWithin, legible } from "./text.ts";

/**
 * A draft as its reader sees it: claims with the numbers of their sources, what is missing, and the ways on. Once decided,
 * the outcome stands where the buttons were. A long draft goes on in further messages; nothing is cut.
 */
export function draftMessages(task: Task, facts: DraftFacts): readonly Message[] {
  const body = [...headBlocks(task, facts), ...bodyBlocks(facts)];
  const parts = pack(body, tailBlocks(task, facts), tailRoom);
  const last = parts.length - 1;
  return parts.map((blocks, n) => {
    const part = `${taskName(task.number)} · part ${n + 1} of ${parts.length}`;
    return {
      text: n === 0 ? fallback(task, facts) : part,
      blocks: [
        ...(n > 0 ? [context(part)] : []),
        ...blocks,
        ...(n < last ? [context(":arrow_down: Goes on in the next message.")] : []),
      ],
    };
  });
}

/** What the buttons or the outcome, the cost, and the lines between parts, may take up in any part. */
const tailRoom = { blocks: 4, bytes: 3_500 };

function headBlocks(task: Task, facts: DraftFacts): KnownBlock[] {
  const { draft, revision, editedBy } = facts;
  const about = [
    taskName(task.number),
    revision > 1 ? `revision ${revision}` : "draft",
    count(draft.sources.length, "source"),
    editedBy === null ? quotedWithin(draft.method, 300) : `edited by <@${editedBy}>`,
  ];
  const headline = legible(draft.headline).trim() || taskName(task.number);
  return [
    header(headline),
    // A title holds only so much; what it had to shorten is said in full below it.
    ...(headline.length > limits.headerText ? bullets("In full", [[bold(headline)]]) : []),
    context(about.join(" · ")),
    ...(isUnchecked(facts)
      ? [
          context(
            ":warning: *Citations unchecked:* the check broke down. Please look at the quotes before you approve.",
          ),
        ]
      : []),
  ];
}

function tailBlocks(task: Task, facts: DraftFacts): KnownBlock[] {
  const { draft, revision, hash, cost, short } = facts;
  const value = encodeReference({ task: task.id, revision, hash });
  const quotes = button("Show quotes", { actionId: actionIds.quotes, value });
  const cited = statementsOf(draft).some(({ citations }) => citations.length > 0);
  const foot = cost === null ? [] : [context(costLine(cost))];
  const outcome = outcomeLine(task, facts);
  if (outcome !== undefined) {
    return [...foot, context(outcome), ...(cited ? [actions(quotes)] : [])];
  }
  const approve = button("Approve", { actionId: actionIds.approve, value, style: "primary" });
  const edit = button("Edit", { actionId: actionIds.edit, value });
  const filled = !isEmpty(draft);
  return [
    ...foot,
    ...(short === null ? [] : [context(shortLine(short))]),
    actions(
      ...(filled ? [approve] : []),
      button("Revise", { actionId: actionIds.revise, value }),
      ...(filled && canEdit(draft) ? [edit] : []),
      button("Discard", {
        actionId: actionIds.discard,
        value,
        style: "danger",
        confirm: {
          title: "Discard this draft?",
          text: "It stays to be read here, but nobody can approve or revise it any more.",
          yes: "Discard",
        },
      }),
      ...(cited ? [quotes] : []),
      ...(short?.offerCents == null ? [] : [continueButton(task, short.offerCents)]),
    ),
  ];
}

/** The draft in plain text, as far as a notification goes. */
function fallback(task: Task, { draft }: DraftFacts): string {
  const lines = statementsOf(draft).map(({ speaker, text, citations }) => {
    const marks = [...new Set(citations.map(({ source }) => `[${source}]`))].join("");
    return `• ${quoted(`${speaker === null ? "" : `${speaker}: `}${text}`)} ${marks}`.trimEnd();
  });
  let text = `${taskName(task.number)}: ${quotedWithin(draft.headline, 600)}`;
  for (const line of lines) {
    // Whole lines only: the message itself holds the rest.
    if (text.length + line.length + 3 > limits.fallbackText) return `${text}\n…`;
    text = `${text}\n${line}`;
  }
  return text;
}
