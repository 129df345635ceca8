import type { App, Receiver, ReceiverEvent } from "@slack/bolt";
import { encodeReference, type Reference } from "../../../../blocks/actions.ts";
import { draftToText } from "../../../../src/domain/edit.ts";
import type { DraftRow } from "../../../../src/store/drafts.ts";
import { openBolt } from "../../../../src/slack/bolt.ts";
import type { Slack } from "../../../../src/slack/slack.ts";

/** What a person can do to a task in its thread. `say` is a reply: a note while it runs, feedback on a draft. */
export const acts = ["approve", "discard", "revise", "edit", "stop", "say"] as const;
export type Act = (typeof acts)[number];

/** What the thread shows somebody: the task, its newest draft, and where to reply. */
export type Sight = {
  readonly reference: Reference;
  readonly draft: DraftRow | undefined;
  readonly place: { readonly team: string; readonly channel: string; readonly ts: string };
};

export type Doing = {
  readonly act: Act;
  readonly user: string;
  /** Words that nobody else uses, for what is said or written. */
  readonly words: string;
  readonly sight: Sight;
};

/** Slack, as far as a listener meets it: it says who we are, and nothing else is asked. */
export function openDoor(slack: Slack): { app: App; hear: (body: object) => Promise<unknown> } {
  let app: App | undefined;
  const receiver: Receiver = {
    init: (given) => void (app = given),
    start: async () => {},
    stop: async () => {},
  };
  const opened = openBolt({ receiver, slackOf: async () => slack, apiUrl: "http://127.0.0.1:1/" });
  const hear = async (body: object): Promise<unknown> => {
    let answer: unknown;
    const ack: ReceiverEvent["ack"] = async (response) => void (answer = response);
    await (app ?? opened).processEvent({ body: { ...body }, ack });
    return answer;
  };
  return { app: opened, hear };
}

/** What Slack sends when somebody does it. */
export function bodyOf(doing: Doing): object {
  switch (doing.act) {
    case "approve":
    case "discard":
    case "stop":
      return aClick(doing);
    case "revise":
      return aForm(doing, { feedback: { feedback: { value: doing.words } } });
    case "edit":
      return aForm(doing, { text: { text: { value: editedText(doing) } } });
    case "say":
      return aReply(doing);
    default:
      return doing.act satisfies never;
  }
}

const editedText = ({ sight, words }: Doing): string =>
  `${sight.draft === undefined ? "" : draftToText(sight.draft.draft)}\n- ${words}`;

const aClick = ({ act, user, sight: { reference, place } }: Doing): object => ({
  type: "block_actions",
  team: { id: place.team, domain: "trial" },
  user: { id: user, team_id: place.team },
  api_app_id: "A1",
  trigger_id: "1.1.1",
  channel: { id: place.channel, name: "trial" },
  container: { type: "message", channel_id: place.channel, message_ts: place.ts },
  message: { type: "message", ts: place.ts, thread_ts: place.ts },
  actions: [
    {
      type: "button",
      action_id: act,
      block_id: "b",
      action_ts: "1.1",
      value: encodeReference(act === "stop" ? { ...reference, hash: null } : reference),
    },
  ],
});

const aForm = ({ act, user, sight: { reference, place } }: Doing, values: object): object => ({
  type: "view_submission",
  team: { id: place.team, domain: "trial" },
  user: { id: user, team_id: place.team },
  api_app_id: "A1",
  view: {
    id: "V1",
    type: "modal",
    callback_id: act,
    private_metadata: encodeReference(reference),
    state: { values },
  },
});

const aReply = ({ user, words, sight: { place } }: Doing): object => ({
  type: "event_callback",
  team_id: place.team,
  api_app_id: "A1",
  event_id: `Ev${words.replaceAll(/\W/g, "")}${place.ts.replace(".", "")}`,
  event_time: 1,
  event: {
    type: "message",
    user,
    channel: place.channel,
    channel_type: "channel",
    text: words,
    ts: tsOf(place.ts, words),
    thread_ts: place.ts,
  },
});

/** A message's name within its channel: the thread's own, moved on by the number in its words. */
const tsOf = (thread: string, words: string): string =>
  `${Number(thread.split(".")[0]) + 1}.${thread.split(".")[1]}${words.replaceAll(/\D/g, "")}`;
