import type { App, SlashCommand } from "@slack/bolt";
import { replies } from "../../blocks/replies.ts";
import { ChannelId, TeamId, UserId } from "../domain/ids.ts";
import type { ListenerDeps } from "./deps.ts";
import { openRequest } from "./open.ts";

/** `/research` and `/summarize` open a task. What is answered at once is seen only by who typed it. */
export function onRequestCommand(
  app: App,
  deps: ListenerDeps,
  name: "research" | "summarize",
): void {
  app.command(`/${name}`, async ({ command, ack, context }) => {
    await ack({
      response_type: "ephemeral",
      text: await take(deps, name, command, context.botUserId ?? ""),
    });
  });
}

async function take(
  deps: ListenerDeps,
  name: "research" | "summarize",
  command: SlashCommand,
  botUser: string,
): Promise<string> {
  const team = TeamId.parse(command.team_id);
  const channel = ChannelId.parse(command.channel_id);
  const opened = await openRequest(deps, {
    team,
    inboxKeys: [`trigger:${command.trigger_id}`],
    origin: "command",
    thread: { team, channel, ts: null },
    requester: UserId.parse(command.user_id),
    raw: {
      command: name,
      text: command.text,
      botUser,
      channel,
      threadTs: null,
      files: [],
      now: deps.now(),
    },
  });
  if (opened.result === "problem") return replies.problem(opened.problem, name);
  if (opened.result === "duplicate") return replies.duplicate;
  const direct = channel.startsWith("D"); // As Slack names direct messages.
  return replies.accepted(opened.number, opened.question, direct);
}
