import type { KnownBlock } from "@slack/types";
import { taskName } from "../src/domain/ids.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { actions, button, context, type Message, section } from "./elements.ts";
import type { TaskFacts } from "./facts.ts";
import { momentOf, quotedWithin } from "./text.ts";

type Question = NonNullable<TaskFacts["question"]>;

/** About so much of a button's label is shown on every screen; longer ways to answer are also written out. In characters. */
const labelShown = 30;

/** What a task asks back: the ways to answer as buttons, and what holds otherwise. Answered, it says what the run goes by. */
export function questionMessage({ task }: TaskFacts, asked: Question): Message {
  const name = taskName(task.number);
  const { options } = asked;
  const waits = task.state.status === "waiting" && asked.answer === null;
  const ways = options.some((option) => option.length > labelShown)
    ? options.map((option, n) => `\n${n + 1}. ${quotedWithin(option, 400)}`).join("")
    : "";
  const said = `:speech_balloon: <@${task.requester}>, one question about *${name}* before I begin:`;
  return {
    text: `${name} has a question: ${quotedWithin(asked.question, 1_500)}`,
    blocks: [
      section(`${said}\n>${quotedWithin(asked.question, 1_500)}${ways}`),
      ...(waits ? waysOut(task, asked) : [context(outcome(task, asked))]),
    ],
  };
}

/** Each button stands in a block of its own, because within one Slack takes an action only once. */
const waysOut = ({ id, revision }: TaskFacts["task"], asked: Question): KnownBlock[] => [
  ...asked.options.map((label, option) => {
    const value = encodeReference({ task: id, revision, hash: null, option });
    return actions(button(label, { actionId: actionIds.answer, value, emoji: false }));
  }),
  context(
    `Or reply in this thread in your own words. If nobody has answered by ${momentOf(asked.until)}, I go on with “${quotedWithin(asked.default, 400)}”.`,
  ),
];

function outcome({ number }: TaskFacts["task"], { answer, answeredBy }: Question): string {
  if (answer === null) return `:heavy_minus_sign: *${taskName(number)}* ended without an answer.`;
  const shown = quotedWithin(answer, 600);
  return answeredBy === null
    ? `:hourglass: Nobody answered in time, so I went on with “${shown}”. If that is wrong, reply here.`
    : `:white_check_mark: <@${answeredBy}> answered “${shown}”.`;
}

/** The same in one line of the card; undefined as long as nothing was answered. */
export function answerLine(asked: Question | null): string | undefined {
  if (asked === null || asked.answer === null) return undefined;
  const shown = quotedWithin(asked.answer, 400);
  const question = quotedWithin(asked.question, 700);
  return asked.answeredBy === null
    ? `:speech_balloon: ${question} Nobody answered, so I assume: “${shown}”.`
    : `:speech_balloon: ${question} <@${asked.answeredBy}>: “${shown}”.`;
}
