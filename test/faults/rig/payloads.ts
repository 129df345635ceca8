import fc from "fast-check";
import { channels, people } from "../../../src/sandbox/seed/workspace.ts";
import {
  aClick,
  aCommand,
  aMessage,
  anEvent,
  aPayload,
  form,
  json,
  team,
} from "../../support/signed.ts";

/** Bytes, and what they say that they are. */
export type Payload = readonly [bytes: string | Buffer, type: string];

/**
 * What nobody at Slack would send: nonsense of every shape, and things of the right shape in which some things are not as
 * they should be. `buttons` are values of real ones, so that more than the first look at them is tried.
 */
export function payloads(buttons: readonly string[] = []): fc.Arbitrary<Payload> {
  const word = words(buttons);
  const spoiled = (right: object): fc.Arbitrary<object> =>
    fc
      .dictionary(fc.constantFrom(...Object.keys(right), "__proto__", "constructor"), word, {
        maxKeys: 4,
      })
      .map((wrong) => ({ ...right, ...wrong }));
  const interaction = (right: object) =>
    spoiled(right).map((payload): Payload => [aPayload(payload), form]);

  return fc.oneof(
    anything.map((value): Payload => [JSON.stringify(value), json]),
    anything.map((value): Payload => [aPayload(value), form]),
    spoiled(aMessage({ thread_ts: "1700000000.000100" })).map((m): Payload => [anEvent(m), json]),
    spoiled(JSON.parse(anEvent(aMessage()))).map((e): Payload => [JSON.stringify(e), json]),
    interaction(aClick()),
    clicks(buttons).chain(interaction),
    interaction({ ...aClick(), type: "view_submission", actions: undefined, view: {} }),
    submissions(buttons).chain(interaction),
    interaction({
      ...aClick(),
      type: "message_action",
      callback_id: "research_message",
      actions: undefined,
    }),
    commands.map((fields): Payload => [aCommand(fields), form]),
    fc.uint8Array({ maxLength: 200 }).map((bytes): Payload => [Buffer.from(bytes), json]),
    maimed,
  );
}

const anything = fc.jsonValue({ maxDepth: 3 });

/** What stands at the right place, in the wrong one. */
const words = (buttons: readonly string[]): fc.Arbitrary<fc.JsonValue> =>
  fc.oneof(
    anything,
    fc.constantFrom<fc.JsonValue>(
      team,
      people.ada,
      channels.product,
      "1700000000.000100",
      "message",
      "app_mention",
      "block_actions",
      "view_submission",
      "message_action",
      "stop",
      "revise",
      "\u0000",
      "\ud800",
      "",
      null,
      { id: team },
      { id: people.ada, team_id: team },
      [[[]]],
      ...buttons,
    ),
  );

const actionIds = ["approve", "revise", "edit", "discard", "stop", "retry", "quotes", "answer"];

const clicks = (buttons: readonly string[]): fc.Arbitrary<object> =>
  fc
    .record({
      action_id: fc.constantFrom(...actionIds),
      value: fc.oneof(fc.constantFrom("?", ...buttons), fc.string(), fc.json()),
    })
    .map((action) => aClick({ actions: [{ type: "button", block_id: "b", ...action }] }));

const submissions = (buttons: readonly string[]): fc.Arbitrary<object> =>
  fc
    .record({
      callback_id: fc.constantFrom("revise", "edit", "quotes"),
      private_metadata: fc.oneof(fc.constantFrom("?", ...buttons), fc.string()),
      values: fc.oneof(
        fc.dictionary(fc.constantFrom("feedback", "text", "text_2"), fc.jsonValue({ maxDepth: 3 })),
        fc
          .string()
          .map((value) => ({ feedback: { feedback: { value } }, text: { text: { value } } })),
      ),
    })
    .map(({ values, ...view }) => ({
      ...aClick(),
      type: "view_submission",
      actions: undefined,
      view: { id: "V1", hash: "1", type: "modal", ...view, state: { values } },
    }));

/** All that a person can type, and what only a machine does. */
const commands: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    fc.constantFrom("/research", "/summarize", "/legwork"),
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("", "list", "status 1", "stop 1", "retry 1", "status 999999999", "quiet on"),
      fc.constantFrom(
        "<#C0|>",
        "<@>",
        "<https://%zz|x>",
        "L-0 L-1",
        "\u202e\u200b\u{e0041}",
        "%_\\",
      ),
      fc.nat(50_000).map((length) => "a ".repeat(length / 2)),
    ),
    fc.dictionary(fc.constantFrom("team_id", "user_id", "channel_id", "trigger_id"), fc.string(), {
      maxKeys: 1,
    }),
  )
  .map(([command, text, wrong]) => ({ command, text, ...wrong }));

/** Something right, cut somewhere, with something in between. */
const maimed: fc.Arbitrary<Payload> = fc
  .tuple(
    fc.constantFrom<Payload>(
      [anEvent(aMessage()), json],
      [aCommand(), form],
      [aPayload(aClick()), form],
    ),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.uint8Array({ maxLength: 8 }),
    fc.nat(20),
  )
  .map(([[bytes, type], where, between, gap]): Payload => {
    const whole = Buffer.from(bytes);
    const at = Math.floor(where * whole.length);
    return [Buffer.concat([whole.subarray(0, at), between, whole.subarray(at + gap)]), type];
  });
