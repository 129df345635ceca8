import type { KnownBlock, ModalView } from "@slack/types";
import { type Draft, statementsOf } from "../src/domain/draft.ts";
import { draftToText } from "../src/domain/edit.ts";
import { taskName } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import { encodeReference, viewIds } from "./actions.ts";
import { bold, faint, header, hostOf, linked, plain, quotation, section } from "./elements.ts";
import type { DraftFacts } from "./facts.ts";
import { limits } from "./limits.ts";
import { bytesOf } from "./split.ts";
import { clamp, legible } from "./text.ts";

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
export const editInputsMax = 20;

/** Kept free in each input for what is added by hand, in characters. */
const editRoom = 500;

/** Whether a draft's whole text fits the form: what the form did not show would be lost on saving. */
export function canEdit(draft: Draft): boolean {
  const parts = splitLines(draftToText(draft));
  return parts.length <= editInputsMax && parts.every((part) => part.length <= limits.inputText);
}

/** The draft's text, to be changed by hand. Text longer than one input goes on in the next. */
export function editModal(task: Task, { revision, hash, draft }: DraftFacts): ModalView {
  const head = {
    type: "modal" as const,
    callback_id: viewIds.edit,
    private_metadata: encodeReference({ task: task.id, revision, hash }),
    title: plainText(`Edit ${taskName(task.number)}`),
  };
  if (!canEdit(draft)) {
    const why =
      "This draft is too long for a form. Press *Revise* and say what should change: I write it anew.";
    return { ...head, close: plainText("Back"), blocks: [section(why)] };
  }
  return {
    ...head,
    submit: plainText("Save"),
    close: plainText("Back"),
    blocks: splitLines(draftToText(draft)).map(editInput),
  };
}

const editInput = (part: string, n: number): KnownBlock => ({
  type: "input",
  block_id: n === 0 ? "text" : `text_${n + 1}`,
  optional: n > 0,
  label: plainText(n === 0 ? "Headline, ## headings, and one sentence a line" : "…continued"),
  ...(n === 0 && {
    hint: plainText(
      "Keep the numbers in brackets: they say which source a sentence rests on. Lines you change are checked again.",
    ),
  }),
  element: {
    type: "plain_text_input",
    action_id: "text",
    multiline: true,
    max_length: limits.inputText,
    initial_value: part,
  },
});

/** Lines are kept whole, and as many together as leave room for more. */
function splitLines(text: string): readonly string[] {
  const parts: string[] = [];
  for (const line of text.split("\n")) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < limits.inputText - editRoom)
      parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts;
}

/** Every citation with the words it rests on. */
export function quotesModal(task: Task, { draft, citations }: DraftFacts): ModalView {
  const statements = statementsOf(draft);
  const shown: KnownBlock[] = [];
  let bytes = 0;
  for (const citation of citations) {
    const block = quoteBlock(citation, statements[citation.statement]?.text ?? "", draft);
    bytes += bytesOf(block);
    if (shown.length >= limits.blocksPerView - 2 || bytes > quotesBytesMax) break;
    shown.push(block);
  }
  const more = citations.length - shown.length;
  return {
    type: "modal",
    callback_id: viewIds.quotes,
    title: plainText(`Quotes in ${taskName(task.number)}`),
    close: plainText("Close"),
    blocks: [
      header(draft.headline.trim() || taskName(task.number)),
      ...shown,
      ...(more > 0 ? [section(`…and ${more} more: the numbers in the draft open them.`)] : []),
    ],
  };
}

/** Less than Slack's limit for a view, by what stands around the quotes. */
const quotesBytesMax = limits.viewBytes - 10_000;

function quoteBlock(
  { source: number, quote, locator, url: opens }: DraftFacts["citations"][number],
  statement: string,
  draft: Draft,
): KnownBlock {
  const source = draft.sources[number - 1];
  const url = opens ?? source?.url ?? "";
  const host = hostOf(url);
  const title = clamp(legible(source?.title ?? "").trim() || host || "Untitled", 120);
  return quotation(
    // A sentence taken over word for word is not worth saying twice.
    [bold(`[${number}] `), plain(statement === quote ? "" : clamp(statement, 200))],
    clamp(quote, 600),
    [
      host === "" ? plain(title) : linked(url, title),
      ...(host === "" ? [] : [faint(`  ${host}`)]),
      ...(locator === null ? [] : [plain(`  ${clamp(locator, 100)}`)]),
    ],
  );
}

const plainText = (text: string) => ({ type: "plain_text" as const, text });
