import type { View } from "@slack/types";
import { cardMessage } from "../../../../blocks/card.ts";
import { draftMessages } from "../../../../blocks/draft.ts";
import { type Message, section } from "../../../../blocks/elements.ts";
import { endMessage } from "../../../../blocks/end.ts";
import type { DraftFacts, TaskFacts } from "../../../../blocks/facts.ts";
import { homeView } from "../../../../blocks/home.ts";
import { taskList, taskStatus } from "../../../../blocks/list.ts";
import { editModal, quotesModal, reviseModal } from "../../../../blocks/modals.ts";
import { replies } from "../../../../blocks/replies.ts";
import { questionMessage } from "../../../../blocks/question.ts";
import { type UsageFacts, usageText } from "../../../../blocks/usage.ts";
import { defaultLimits } from "../../../../src/domain/budget.ts";
import { Draft } from "../../../../src/domain/draft.ts";
import { fitQuestion } from "../../../../src/domain/question.ts";
import { aTask, draftFacts, grace, taskFacts } from "../../../blocks/facts.ts";

/** Everything that one string gets into. */
export type Surfaces = {
  /** Posted, edited, or shown to one person. */
  readonly messages: readonly Message[];
  /** Answers to commands: text alone. */
  readonly answers: readonly string[];
  readonly views: readonly View[];
  /** Addresses of the sources, which may be linked. */
  readonly seen: ReadonlySet<string>;
};

const at = "2026-03-02T12:00:00Z";
const subtasks = 8;
/** As many as a plan may have. */
/** As many as the listeners and the Home tab show at once. */
const listed = 20;

/** A model, a page or a person wrote `text` wherever they can write anything; `address` is where its source was read. */
export function surfacesOf(text: string, address: string): Surfaces {
  const draft = draftOf(text, address);
  const facts: DraftFacts = {
    ...draftFacts(draft),
    citations: draftFacts(draft).citations.map((each) => ({ ...each, locator: text })),
  };
  const decision = { type: "revise", by: grace, feedback: text } as const;
  const task = aTask({ question: text });
  const tasks = Array.from({ length: listed }, () => task);
  const whispers = [
    replies.accepted(1, text, true),
    replies.unknownTask(text),
    replies.unknownWord(text),
  ];
  const answers = [
    ...whispers,
    taskStatus(
      aTask({ question: text, state: { status: "failed", reason: text, at } }),
      null,
      null,
    ),
    taskList(tasks, tasks),
    usageText({ person: usageOf(text), channel: null, month: "March 2026" }, defaultLimits),
    replies.answered(task, text),
  ];
  return {
    messages: [
      ...draftMessages(task, facts),
      ...draftMessages(task, { ...facts, decision }),
      ...states(text).flatMap((state) => messagesIn(factsIn(state, text))),
      ...questionsIn(text),
      ...whispers.map((said) => ({ text: said, blocks: [section(said)] })),
    ],
    answers,
    views: [
      reviseModal(task, facts),
      editModal(task, facts),
      quotesModal(task, facts),
      homeView({ waiting: tasks, running: tasks, done: tasks }),
    ],
    seen: new Set([address]),
  };
}

const usageOf = (question: string): UsageFacts => ({
  cents: 5,
  openCents: 1,
  tasks: [{ number: 42, question, cents: 5, openCents: 1, maybeCalls: 1 }],
  more: 0,
});

const states = (text: string): Record<string, unknown>[] => [
  { status: "running", phase: "gather" },
  { status: "waiting", question: text },
  { status: "failed", reason: text, at },
  { status: "cancelled", by: grace, at },
  { status: "expired", at },
];

const factsIn = (state: Record<string, unknown>, text: string): TaskFacts =>
  taskFacts(state, {
    taskFields: { question: text },
    subtasks: Array.from({ length: subtasks }, (_, n) => ({
      number: n + 1,
      title: text,
      status: n % 2 === 0 ? "failed" : "done",
      problem: n % 2 === 0 ? text : null,
      sources: 0,
      note: text,
    })),
  });

/** What a model asks back: as an engine's question is fitted, asked and then answered in the same words. */
function questionsIn(text: string): Message[] {
  const asking = fitQuestion({ question: text, options: [text, `${text} 2`], default: text });
  if (asking === null) return [];
  const choice = { options: asking.options, default: asking.default, until: new Date(at) };
  const open = { ...asking, until: choice.until, answer: null, answeredBy: null };
  const closed = { ...open, answer: text || "?", answeredBy: grace };
  const waiting = { status: "waiting", question: asking.question, choice };
  return [
    { question: open, state: waiting },
    { question: closed, state: { status: "running", phase: "plan" } },
  ].flatMap(({ question, state }) => {
    const facts = { ...factsIn(state, text), question };
    return [questionMessage(facts, question), cardMessage(facts)];
  });
}

function messagesIn(facts: TaskFacts): Message[] {
  const end = endMessage(facts);
  return [cardMessage(facts), ...(end === undefined ? [] : [end])];
}

function draftOf(text: string, address: string): Draft {
  const citations = [{ source: 1, passage: 0, quote: text === "" ? "q" : text }];
  const flagged = { result: "flagged", overlap: 0, problems: [text, text] };
  const statement = { text, speaker: text, citations, check: flagged };
  return Draft.parse({
    headline: text,
    sections: [{ heading: text, statements: [statement, { ...statement, speaker: null }] }],
    missing: [text],
    next: [text],
    answers: [{ feedback: text, answer: text }],
    sources: [
      { position: 0, title: text, url: address },
      { position: 1, title: text, url: null },
    ],
    method: text,
  });
}
