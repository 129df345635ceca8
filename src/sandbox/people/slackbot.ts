import { addMessage } from "../world/messages.ts";
import type { Trouble } from "../contract.ts";
import type { Message } from "../shapes.ts";
import type { Ack } from "../requests.ts";
import type { World } from "../world/world.ts";

/** Slackbot tells one person something that nobody else sees. */
export function whisper(
  world: World,
  to: { user: string; channel: string; threadTs?: string | undefined },
  text: string,
): Message {
  return addMessage(world, {
    channel: to.channel,
    user: world.identity.slackbot,
    username: "Slackbot",
    text,
    ephemeral_to: to.user,
    ...(to.threadTs !== undefined && { thread_ts: to.threadTs }),
  });
}

/** A command the app did not take: Slack names the error, here for an unanswered or a refused one. */
export function commandFailed(
  world: World,
  to: { user: string; channel: string },
  command: string,
  ack: Ack,
): void {
  const late = ack.error === "timeout" || ack.error === "http_timeout";
  const error = late ? "operation_timeout" : "dispatch_failed";
  whisper(world, to, `${command} failed with the error "${error}"`);
}

/** The warning beside a button or menu whose click the app did not take. */
export function clickFailed(world: World, where: Omit<Trouble, "text">): void {
  const text = "This app didn't respond. Try again?";
  world.feed.emit({ type: "trouble", trouble: { ...where, text } });
}

/** At the bottom of a modal whose submission the app did not take. */
export const submitFailed = "We had some trouble connecting. Try again?";
