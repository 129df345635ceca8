import { cardMessage, movedMessage } from "../blocks/card.ts";
import { draftMessages } from "../blocks/draft.ts";
import { type Message, section } from "../blocks/elements.ts";
import { endMessage, resumedMessage } from "../blocks/end.ts";
import type { TaskFacts } from "../blocks/facts.ts";
import { questionMessage } from "../blocks/question.ts";
import { isPaused, type Task } from "../src/domain/task.ts";
import { cardKey } from "./follow.ts";
import type { Delivery } from "../src/store/deliveries.ts";

/** A message that a thread should hold, by the key that names it. */
export type Wanted = {
  readonly key: string;
  readonly message: Message;
  /** The text itself, for messages that no task row describes. */
  readonly body: Delivery["body"];
};

/** The card of a task. One that moved on to a direct message after its card was posted has a second one there. */
export function cardOf(facts: TaskFacts, known: readonly Delivery[]): Wanted {
  const { task } = facts;
  const first = known.find(({ key }) => key === firstCardKey(task));
  const key =
    first && isElsewhere(first, task) ? `${firstCardKey(task)}:direct` : firstCardKey(task);
  return { key, message: cardMessage(facts), body: null };
}

/** All else that a task's thread should hold: what was said to people, drafts, ends; in the order in which it is posted. */
export function restOf(facts: TaskFacts, known: readonly Delivery[]): readonly Wanted[] {
  const { task, drafts } = facts;
  const said = known.flatMap(({ key, body }): Wanted[] =>
    body === null
      ? []
      : [{ key, body, message: { text: body.text, blocks: [section(body.text)] } }],
  );
  const parts = drafts.flatMap((draft) =>
    draftMessages(task, draft).map((message, part): Wanted => ({
      key: `${task.id}:draft:${draft.revision}:${part}`,
      message,
      body: null,
    })),
  );
  const end = endMessage(facts);
  const ended = end === undefined ? [] : [{ key: endKey(task), message: end, body: null }];
  return [
    ...left(task, known),
    ...questionOf(facts),
    ...said,
    ...parts,
    ...resumed(task, known),
    ...ended,
  ];
}

const questionOf = (facts: TaskFacts): readonly Wanted[] =>
  facts.question === null
    ? []
    : [
        {
          key: `${facts.task.id}:question`,
          message: questionMessage(facts, facts.question),
          body: null,
        },
      ];

const firstCardKey = (task: Task): string => cardKey(task.id);

const endKey = (task: Task): string => `${task.id}:end:${task.epoch}`;

/** Posted, or perhaps posted, where the task is not answered any more. */
const isElsewhere = ({ state, channel }: Delivery, task: Task): boolean =>
  state !== "pending" && channel !== task.thread.channel;

/** A card that stands where the task was asked, though it is answered elsewhere by now. */
const left = (task: Task, known: readonly Delivery[]): readonly Wanted[] =>
  known
    .filter((row) => row.key === firstCardKey(task) && isElsewhere(row, task))
    .map(({ key }) => ({ key, message: movedMessage(task), body: null }));

/** Ends that were none after all. One that nobody has seen is not worth a message. */
const resumed = (task: Task, known: readonly Delivery[]): readonly Wanted[] =>
  known
    .filter(({ key, state }) => isEnd(task, key) && state !== "pending" && !isCurrent(task, key))
    .map(({ key }) => ({ key, message: resumedMessage(task), body: null }));

const isEnd = (task: Task, key: string): boolean => key.startsWith(`${task.id}:end:`);

/** The end that holds now; a task that is under way or in review has none. */
const isCurrent = (task: Task, key: string): boolean =>
  key === endKey(task) &&
  (isPaused(task.state) || ["failed", "cancelled", "expired"].includes(task.state.status));
