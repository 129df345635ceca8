import type { KnownBlock, ModalView } from "@slack/types";
import { taskName } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import { encodeReference, viewIds } from "./actions.ts";
import { header, paragraph, plain, faint, bold, linked, section } from "./elements.ts";
import type { DraftFacts } from "./facts.ts";
import { limits } from "./limits.ts";
import { statementsOf } from "../src/domain/draft.ts";
import { clamp } from "./text.ts";

/** Asks what should be different in the next revision. */
export function reviseModal(task: Task, { revision, hash }: DraftFacts): ModalView {
  return {
    type: "modal",
    callback_id: viewIds.revise,
    private_metadata: encodeReference({ task: task.id, revision, hash }),
    title: plainText(`Revise ${taskName(task.number)}`),
    submit: plainText("Revise"),
    close: plainText("Back"),
    blocks: [
      {
        type: "input",
        block_id: "feedback",
        label: plainText("What should change?"),
        hint: plainText(
          "For example: shorter; focus on cost; leave out the vendors; use other sources",
        ),
        element: {
          type: "plain_text_input",
          action_id: "feedback",
          multiline: true,
          max_length: limits.inputText,
          focus_on_load: true,
        },
      },
    ],
  };
}

/** How many inputs a draft's text may fill; a longer one is revised, not edited. */
export const editInputsMax = 10;

/** The draft's text, to be changed by hand. Text longer than one input goes on in the next. */
export function editModal(task: Task, { revision, hash }: DraftFacts, text: string): ModalView {
  const parts = splitLines(text);
  return {
    type: "modal",
    callback_id: viewIds.edit,
    private_metadata: encodeReference({ task: task.id, revision, hash }),
    title: plainText(`Edit ${taskName(task.number)}`),
    submit: plainText("Save"),
    close: plainText("Back"),
    blocks: parts.map((part, n) => ({
      type: "input",
      block_id: n === 0 ? "text" : `text_${n + 1}`,
      optional: n > 0,
      label: plainText(n === 0 ? "Headline, ## headings, and one sentence a line" : "…continued"),
      ...(n === 0 && {
        hint: plainText("Keep the numbers in brackets: they say which source a sentence rests on."),
      }),
      element: {
        type: "plain_text_input",
        action_id: "text",
        multiline: true,
        max_length: limits.inputText,
        initial_value: part,
      },
    })),
  };
}

/** Lines are kept whole; room is left in each input for what is added by hand. */
function splitLines(text: string): readonly string[] {
  const room = limits.inputText - 500;
  const parts: string[] = [];
  for (const line of text.split("\n")) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < room)
      parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line.slice(0, limits.inputText));
  }
  return parts.slice(0, editInputsMax);
}

/** Every citation with the words it rests on. */
export function quotesModal(task: Task, { draft, citations }: DraftFacts): ModalView {
  const statements = statementsOf(draft);
  const quotes = citations.map((citation): KnownBlock => {
    const source = draft.sources[citation.source - 1];
    const title = clamp(source?.title ?? "", 120);
    const url = citation.url ?? source?.url;
    return paragraph(
      bold(`[${citation.source}] `),
      plain(`${clamp(statements[citation.statement]?.text ?? "", 200)}\n`),
      faint(`“${clamp(citation.quote, 600)}”\n`),
      ...(url ? [linked(url, title)] : [plain(title)]),
      ...(citation.locator === null ? [] : [plain(`, ${citation.locator}`)]),
    );
  });
  const shown = quotes.slice(0, limits.blocksPerView - 2);
  const more = quotes.length - shown.length;
  return {
    type: "modal",
    callback_id: viewIds.quotes,
    title: plainText(`Quotes in ${taskName(task.number)}`),
    close: plainText("Close"),
    blocks: [
      header(clamp(draft.headline, limits.headerText)),
      ...shown,
      ...(more > 0 ? [section(`…and ${more} more in the thread.`)] : []),
    ],
  };
}

const plainText = (text: string) => ({ type: "plain_text" as const, text });
