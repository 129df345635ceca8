import type { App, MessageShortcut } from "@slack/bolt";
import { shortcutIds } from "../../blocks/actions.ts";
import { replies } from "../../blocks/replies.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../domain/ids.ts";
import { filesOf } from "./files.ts";
import type { ListenerDeps } from "./deps.ts";
import { openRequest } from "./open.ts";
import { whisperTo } from "./button.ts";

/** "Research this" in a message's menu: the message is the question, its thread is what stands around it. */
export function onShortcut(app: App, deps: ListenerDeps): void {
  app.shortcut<MessageShortcut>(
    { type: "message_action", callback_id: shortcutIds.research },
    async ({ ack, shortcut, context }) => {
      const team = TeamId.parse(shortcut.team?.id ?? shortcut.user.team_id);
      const channel = ChannelId.parse(shortcut.channel.id);
      const requester = UserId.parse(shortcut.user.id);
      const { message } = shortcut;
      const stranger = shortcut.user.team_id !== undefined && shortcut.user.team_id !== team;
      const ts = MessageTs.parse(message["thread_ts"] ?? message.ts);
      const who = { user: requester, team, stranger, place: { channel, threadTs: ts } };
      if (stranger) {
        await whisperTo(deps, who, replies.stranger);
        return ack();
      }
      const opened = await openRequest(deps, {
        team,
        inboxKeys: [`trigger:${shortcut.trigger_id}`],
        origin: "shortcut",
        thread: { team, channel, ts },
        requester,
        raw: {
          command: null,
          text: message.text ?? "",
          botUser: context.botUserId ?? "",
          channel,
          threadTs: ts,
          files: filesOf(message),
          now: deps.now(),
        },
      });
      if (opened.result === "problem") {
        await whisperTo(deps, who, replies.problem(opened.problem, null));
      }
      return ack();
    },
  );
}
