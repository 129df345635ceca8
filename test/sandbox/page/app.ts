import type {
  App,
  BlockAction,
  MessageShortcut,
  OverflowAction,
  StaticSelectAction,
} from "@slack/bolt";
import type { HomeView, KnownBlock, ModalView } from "@slack/types";

/** A small app that shows the page everything it must draw: a card with buttons, modals, a Home tab. */
export function listen(app: App): void {
  app.command("/research", async ({ ack, command, say }) => {
    await ack({ text: "On it. I will answer in the thread." });
    await say({ text: `Research: ${command.text}`, blocks: card(command.text) });
  });
  app.command("/legwork", async ({ ack }) =>
    ack({ text: "*Help*: ask with `/research <question>`." }),
  );

  app.action("approve", async ({ ack, body, client }) => {
    await ack();
    if (body.type !== "block_actions" || !body.message || !body.channel) return;
    const text = `:white_check_mark: Approved by <@${body.user.id}>`;
    const section: KnownBlock = { type: "section", text: { type: "mrkdwn", text } };
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text,
      blocks: [section],
    });
  });
  app.action("revise", async ({ ack, body, client }) => {
    await ack();
    if (body.type !== "block_actions") return;
    await client.views.open({ trigger_id: body.trigger_id, view: reviseView });
  });
  // Never acknowledged: what the page shows then is what a person would see.
  app.action("ignore", async () => undefined);
  app.action<BlockAction<StaticSelectAction>>("tone", async ({ ack, action, say }) => {
    await ack();
    await say(`Tone: ${action.selected_option.value}`);
  });
  app.action<BlockAction<OverflowAction>>("more", async ({ ack, action, say }) => {
    await ack();
    await say(`More: ${action.selected_option.value}`);
  });

  app.view("revise", async ({ ack, view }) => {
    const feedback = view.state.values["feedback"]?.["feedback"]?.value ?? "";
    if (feedback === "silence") return;
    if (feedback.length < 5)
      return ack({ response_action: "errors", errors: { feedback: "Say a little more." } });
    if (feedback === "again please")
      return ack({ response_action: "update", view: { ...reviseView, title: plain("Once more") } });
    await ack();
  });

  app.event("app_home_opened", async ({ event, client }) => {
    if (event.tab === "home") await client.views.publish({ user_id: event.user, view: homeView });
  });
  app.shortcut<MessageShortcut>("research_message", async ({ ack, say, shortcut }) => {
    await ack();
    await say({ thread_ts: shortcut.message_ts, text: "Looking into this message." });
  });
  app.event("app_mention", async ({ event, say }) => {
    await say({ thread_ts: event.thread_ts ?? event.ts, text: "You called?" });
  });
}

export function card(question: string): KnownBlock[] {
  return [
    { type: "header", text: plain("Draft of L-1") },
    {
      type: "section",
      block_id: "what",
      text: { type: "mrkdwn", text: `*Question*: ${question}` },
    },
    {
      type: "actions",
      block_id: "decide",
      elements: [
        {
          type: "button",
          action_id: "approve",
          text: plain("Approve"),
          style: "primary",
          value: "1",
        },
        { type: "button", action_id: "revise", text: plain("Revise…"), value: "1" },
        {
          type: "button",
          action_id: "ignore",
          text: plain("Discard"),
          style: "danger",
          confirm: {
            title: plain("Discard it?"),
            text: plain("The draft is lost."),
            confirm: plain("Discard"),
            deny: plain("Keep"),
          },
        },
        {
          type: "static_select",
          action_id: "tone",
          placeholder: plain("Tone"),
          options: [option("Short"), option("Long")],
        },
        { type: "overflow", action_id: "more", options: [option("History"), option("Mute")] },
      ],
    },
  ];
}

const reviseView: ModalView = {
  type: "modal",
  callback_id: "revise",
  title: plain("Revise the draft"),
  submit: plain("Send"),
  close: plain("Back"),
  notify_on_close: true,
  blocks: [
    {
      type: "input",
      block_id: "feedback",
      label: plain("What should change?"),
      element: { type: "plain_text_input", action_id: "feedback" },
    },
  ],
};

const homeView: HomeView = {
  type: "home",
  blocks: [
    { type: "header", text: plain("Your tasks") },
    {
      type: "section",
      text: { type: "mrkdwn", text: "Nothing is running. Ask with `/research`." },
    },
    {
      type: "actions",
      elements: [{ type: "button", action_id: "revise", text: plain("Open a modal") }],
    },
  ],
};

function plain(text: string) {
  return { type: "plain_text" as const, text, emoji: true };
}

function option(text: string) {
  return { text: plain(text), value: text.toLowerCase() };
}
