import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import type { EngineContext } from "../../engine.ts";
import { tagged } from "../data.ts";
import type { Means } from "../means.ts";
import type { Frozen } from "./frozen.ts";

/** What is said to a conversation between two of its turns, besides the results of its tools. Stored: a repeat says the same. */
export const Guidance = z.object({
  notes: z.array(z.string()).readonly(),
  /** Why it has to come to its end now; null: it may go on. */
  conclude: z.enum(["turns", "calls", "time", "money"]).nullable(),
  /** When this was. */
  at: z.coerce.date(),
});
export type Guidance = z.infer<typeof Guidance>;

const why: Readonly<Record<NonNullable<Guidance["conclude"]>, string>> = {
  turns: "This is your last turn.",
  calls: "No more can be read for this part.",
  time: "The time for this part is over.",
  money: "Most of the budget is spent.",
};

/** Hears what people have said, and looks whether it is time to conclude; once for each turn. */
export const guide = (
  step: string,
  conclude: (at: Date) => Guidance["conclude"],
  { now }: Pick<Means, "now">,
  { remember, takeNotes }: EngineContext,
): Promise<Guidance> =>
  remember(`${step}:guidance`, Guidance, async () => {
    const notes = await takeNotes(step);
    const at = now();
    return { notes, conclude: conclude(at), at };
  });

/** Says it, if there is anything to say, behind what was said so far. */
export function say(
  guidance: Guidance,
  messages: Anthropic.MessageParam[],
  frozen: Pick<Frozen, "can">,
): void {
  const message = messageOf(guidance, frozen);
  if (message) append(messages, message);
}

function messageOf(
  { notes, conclude }: Guidance,
  { can }: Pick<Frozen, "can">,
): Anthropic.MessageParam | undefined {
  const said = [
    ...notes.map((note) => `The people in the thread add:\n${tagged("note", {}, note)}`),
    ...(notes.length > 0 ? ["Take this up from here on."] : []),
    ...(conclude === null
      ? []
      : [`${why[conclude]} Read nothing more. Record what is not recorded yet, and conclude.`]),
  ].join("\n\n");
  if (said === "") return undefined;
  return can.midConversationSystem
    ? { role: "system", content: said }
    : { role: "user", content: [{ type: "text", text: said }] };
}

/** Where notes can only come as a person's words, they are said in the turn that holds the results. */
function append(messages: Anthropic.MessageParam[], message: Anthropic.MessageParam): void {
  const last = messages.at(-1);
  if (message.role !== "user" || last?.role !== "user" || typeof last.content === "string") {
    messages.push(message);
  } else {
    const added = typeof message.content === "string" ? [] : message.content;
    messages[messages.length - 1] = { role: "user", content: [...last.content, ...added] };
  }
}
