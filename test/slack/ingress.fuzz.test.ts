import fc from "fast-check";
import { expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";
import {
  aClick,
  aMessage,
  anEvent,
  aPayload,
  form,
  json,
  sendSigned,
  team,
} from "../support/signed.ts";

const inTimeMs = 3_000;
const payloadsMax = 200;

const anything = fc.jsonValue({ maxDepth: 3 });
const word = fc.oneof(
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
    "",
    null,
    { id: team },
    { id: people.ada, team_id: team },
  ),
);

/** Something of the right shape in which some things are not as they should be. */
const spoiled = (right: object): fc.Arbitrary<object> =>
  fc
    .dictionary(fc.constantFrom(...Object.keys(right), "__proto__", "constructor"), word, {
      maxKeys: 4,
    })
    .map((wrong) => ({ ...right, ...wrong }));

const body = fc.oneof(
  anything.map((value) => [JSON.stringify(value), json] as const),
  anything.map((value) => [aPayload(value), form] as const),
  spoiled(aMessage({ thread_ts: "1700000000.000100" })).map((m) => [anEvent(m), json] as const),
  spoiled(JSON.parse(anEvent(aMessage()))).map((e) => [JSON.stringify(e), json] as const),
  spoiled(aClick()).map((click) => [aPayload(click), form] as const),
  spoiled({ ...aClick(), type: "view_submission", actions: undefined, view: {} }).map(
    (view) => [aPayload(view), form] as const,
  ),
  spoiled({
    ...aClick(),
    type: "message_action",
    callback_id: "research_message",
    actions: undefined,
  }).map((shortcut) => [aPayload(shortcut), form] as const),
  fc
    .dictionary(
      fc.constantFrom("command", "text", "team_id", "user_id", "channel_id", "trigger_id"),
      fc.string(),
    )
    .map(
      (fields) =>
        [new URLSearchParams({ command: "/research", ...fields }).toString(), form] as const,
    ),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => [Buffer.from(bytes), json] as const),
);

test("signed nonsense of any kind is answered in time, without an error of ours, and the process lives", async () => {
  await using legwork = await startLegwork({ workers: false });

  await fc.assert(
    fc.asyncProperty(body, async ([bytes, type]) => {
      const sent = await sendSigned(legwork, bytes, { type });
      expect(sent.ms).toBeLessThan(inTimeMs);
      expect(sent.status).toBeLessThan(500);
    }),
    { numRuns: payloadsMax },
  );

  expect((await sendSigned(legwork, anEvent(aMessage()))).status).toBe(200);
});
