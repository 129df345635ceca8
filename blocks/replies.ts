import { type Shortage, shortageWords } from "../src/domain/budget.ts";
import { taskName } from "../src/domain/ids.ts";
import { requestLengthMax, type RequestProblem } from "../src/domain/request.ts";
import type { Refusal, Task } from "../src/domain/task.ts";
import { stateWords } from "./list.ts";
import { clamp, count, quoted, quotedWithin } from "./text.ts";

/** What is said to one person in answer to what they did. All in Slack's markup; words of others are quoted. */
export const replies = {
  accepted: (number: number, question: string, direct: boolean): string =>
    `On it: *${taskName(number)}*. I will answer in a thread here${direct ? "" : ", or directly to you where I may not post"}.\n>${quoted(clamp(question.replaceAll("\n", " "), 300))}`,

  problem: (problem: RequestProblem, command: string | null): string => {
    switch (problem) {
      case "empty":
        return command === null
          ? "What should I find out? Mention me together with your question, for example `@legwork why did the export fail on Monday?`"
          : `Tell me what to look into, for example \`/${command} ${command === "summarize" ? "#product since 7d" : "how do other teams plan on-call?"}\``;
      case "too_long":
        return `That is too long for one request: I take up to ${requestLengthMax.toLocaleString("en")} characters. Put the text into a file or a message, and ask me about that.`;
      case "nothing_to_summarize":
        return "Tell me what to summarize: a link to a message or page, a #channel (`#product since 7d`), or the text itself.";
      case "bad_since":
        return "I did not understand the time after “since”. Try `since 7d`, `since monday` or `since 2026-11-01`.";
      default:
        return problem satisfies never;
    }
  },

  duplicate: "I have that one already.",

  refusal: (refusal: Refusal | NotAllowed, task: Task): string => {
    const name = `*${taskName(task.number)}*`;
    switch (refusal) {
      case "stale_revision":
        return `That was an older draft. ${name} is at revision ${task.revision} now: please decide on the newest one in the thread.`;
      case "already_closed":
        return `${name} is closed already: ${stateWords(task.state)}.`;
      case "not_in_review":
        return `${name} is not up for review just now: ${stateWords(task.state)}.`;
      case "not_failed":
        return `There is nothing to retry: ${name} is ${stateWords(task.state)}.`;
      case "not_running":
      case "not_waiting":
      case "out_of_order":
        return `That does not fit where ${name} stands: ${stateWords(task.state)}.`;
      case "stranger":
        return `People from outside this workspace cannot decide on ${name}.`;
      case "not_yours":
        return `Only <@${task.requester}> or an admin can stop ${name}.`;
      default:
        return refusal satisfies never;
    }
  },

  /** What an admin has to mend, and which task waits for it. */
  forAdmin: (number: number, text: string): string =>
    `:double_vertical_bar: *${taskName(number)}* is paused, and others may be: ${quoted(clamp(text, 500))} Then press Go on under it, or say \`/legwork retry ${number}\`.`,

  unknownTask: (text: string): string =>
    `I know no task “${quoted(clamp(text, 40))}” here. \`/legwork list\` shows yours.`,

  needsNumber: (word: string): string => `Which one? For example \`/legwork ${word} 42\`.`,

  stopped: (task: Task): string => `*${taskName(task.number)}* is stopped.`,

  askingWhether: (task: Task): string =>
    `Somebody else asked for *${taskName(task.number)}*. I am checking whether you may stop it, and tell you here.`,

  nothingToStop: "You have nothing running here. `/legwork list` shows all that you asked for.",

  stopWhich: (tasks: readonly Task[]): string =>
    `Which one? Say \`stop\` in its thread, or \`/legwork stop\` with its number: ${tasks.map(({ number }) => `*${taskName(number)}*`).join(", ")}.`,

  formNotOpened: "Slack did not let me open the form in time. Please press the button once more.",

  retried: (task: Task): string => `*${taskName(task.number)}* goes on where it broke off.`,

  /** About a task of somebody else's in another place. */
  elsewhere: (task: Task): string =>
    `*${taskName(task.number)}* is ${stateWords(task.state)}. It was asked in another place, so I say no more about it here.`,

  noOffer: (task: Task): string =>
    `That offer for *${taskName(task.number)}* does not stand any more. Its newest message in the thread says what can be done.`,

  spentOut: (shortage: Shortage, at: Date): string => shortageWords(shortage, at),

  stranger: "I only take requests from people of this workspace.",

  filesLater:
    "I read the files that come with a request, not those that come later. Mention me in a new message with the file and your question.",

  noted: (task: Task): string =>
    `:memo: Noted for *${taskName(task.number)}*: I take it up with the next step.`,

  /** In the place of `noted`, for a note that changes what is asked. */
  rescoped: (task: Task, kept: Kept): string =>
    `:arrows_counterclockwise: Got it: I plan *${taskName(task.number)}* again${withKept(kept)}`,

  /** The request itself was edited. */
  corrected: (task: Task, kept: Kept | null): string =>
    kept === null
      ? `:pencil2: You changed the request, and *${taskName(task.number)}* goes by the new one.`
      : `:pencil2: You changed the request: I plan *${taskName(task.number)}* again${withKept(kept)}`,

  correctedLate: (task: Task): string =>
    `You changed a request of yours, but *${taskName(task.number)}* is ${stateWords(task.state)}, so it does not go by the new one. To have it answered, mention me in a new message.`,

  changedTooOften: (task: Task): string =>
    `You have changed what *${taskName(task.number)}* is about so often that it goes by what it was before. Please stop it, and ask again in a new message.`,

  answered: (task: Task, answer: string): string =>
    `:white_check_mark: Got it: “${quotedWithin(answer, 600)}”. *${taskName(task.number)}* goes on with that.`,

  answeredAlready: (task: Task, answer: string): string =>
    `That question is closed already: *${taskName(task.number)}* goes by “${quotedWithin(answer, 600)}”. To change that, say so in its thread.`,

  revising: (task: Task): string =>
    `:arrows_counterclockwise: On it: revision ${task.revision} of *${taskName(task.number)}*.`,

  unreadableButton:
    "I cannot make sense of that button any more. Please use the newest message of the task.",

  help: [
    "*What I do.* Ask me something; I look it up in the background and come back in the thread with a cited draft that a person approves.",
    "• `/research &lt;question&gt;`: find out, from the documents, channels and pages I can read",
    "• `/summarize &lt;link | #channel since 7d | text&gt;`: the points, with who said what",
    "• `@legwork …` in a thread: the thread is what I work from; `@legwork summarize this thread` works too",
    "• Upload a file (PDF, DOCX, XLSX, CSV, Markdown, HTML, text), mention me and ask about it",
    "• “Research this” in the menu of any message",
    "*While I work:* say `stop` in the thread, tell me what to change, or edit your request.",
    "*On a draft:* Approve, Revise, Edit, Discard, or just reply with what to change.",
    "• `/legwork list` · `/legwork status 42` · `/legwork stop 42` · `/legwork retry 42` · `/legwork usage` · `/legwork quiet on`",
  ].join("\n"),

  quietHow: "Say `/legwork quiet on` or `/legwork quiet off`.",

  quietOn:
    "It is quiet here now: my cards in this channel change only when there is something to decide, or an end.",

  quietOff: "My cards in this channel show again how far I am.",

  unknownWord: (word: string): string =>
    `I do not know \`/legwork ${quoted(clamp(word, 40))}\`. I know \`help\`, \`list\`, \`status 42\`, \`stop 42\`, \`retry 42\`, \`usage\` and \`quiet on\`.`,
} as const;

/** What a run takes along into another plan. */
type Kept = { readonly parts: number; readonly of: number; readonly sources: number };

const withKept = ({ parts, of, sources }: Kept): string =>
  sources === 0
    ? ". So far I had found nothing."
    : ` with what I have found so far: ${count(sources, "source")} from ${parts === of ? count(of, "part") : `${parts} of ${count(of, "part")}`}.`;

/** Who may not do what they tried. */
export type NotAllowed = "stranger" | "not_yours";
