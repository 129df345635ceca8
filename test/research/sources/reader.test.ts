import { expect, test } from "vitest";
import { ChannelId, FileId, MessageTs } from "../../../src/domain/ids.ts";
import { Reading } from "../../../src/domain/source.ts";
import { now, openTestReader, unused } from "./readers.ts";
import type { Messages, ReaderDeps } from "../../../src/research/sources/deps.ts";

const channel = ChannelId.parse("C1");
const signal = new AbortController().signal;

const hit = (position: number, text: string) => ({
  position,
  text,
  locator: `page ${position}`,
  speaker: null,
  rank: -position,
});

const slackWith = (part: Partial<ReaderDeps["slack"]>) => ({
  slack: { thread: unused, channel: unused, file: unused, ...part },
});

const messages: Messages = {
  name: "harbour",
  private: false,
  messages: [
    {
      ts: "1.1",
      user: "Ada",
      text: "Shall we\u0000 move?",
      at: new Date("2026-05-01T08:30:00Z"),
      permalink: "https://w.slack.com/p1",
    },
    { ts: "1.2", user: "Bob", text: " ", at: now, permalink: null },
    { ts: "1.3", user: "Bob", text: "Yes, in June.", at: now, permalink: "https://w.slack.com/p3" },
  ],
  cut: false,
};

test("a thread is a source with a passage per message", async () => {
  await using reader = openTestReader([], slackWith({ thread: async () => messages }));
  const reading = await reader.read(
    { type: "thread", channel, ts: MessageTs.parse("1.1") },
    signal,
  );
  expect(Reading.parse(reading)).toEqual({
    notes: [],
    sources: [
      {
        type: "thread",
        title: "Thread in #harbour",
        url: "https://w.slack.com/p1",
        readAt: now,
        visibility: { type: "workspace" },
        passages: [
          {
            text: "Shall we move?",
            speaker: "Ada",
            locator: "2026-05-01 08:30 UTC",
            url: "https://w.slack.com/p1",
          },
          {
            text: "Yes, in June.",
            speaker: "Bob",
            locator: "2026-05-04 10:00 UTC",
            url: "https://w.slack.com/p3",
          },
        ],
      },
    ],
  });
});

test("a private channel is visible to its members only, and what was cut is told", async () => {
  await using reader = openTestReader(
    [],
    slackWith({ channel: async () => ({ ...messages, private: true, cut: true }) }),
  );
  const since = new Date("2026-04-30T00:00:00Z");
  const reading = await reader.read({ type: "channel", channel, name: "harbour", since }, signal);
  expect(reading).toMatchObject({
    notes: ["Only the newest 3 messages of #harbour were read."],
    sources: [
      {
        type: "channel",
        title: "#harbour since 2026-04-30",
        url: null,
        visibility: { type: "channel", channel },
      },
    ],
  });
});

test("what Slack refuses is a note", async () => {
  const problem = "I am not in that channel.";
  const refuse = async () => ({ problem });
  await using reader = openTestReader(
    [],
    slackWith({ thread: refuse, channel: refuse, file: refuse }),
  );
  const nothing = { sources: [], notes: [problem] };
  const file = FileId.parse("F1");
  expect(
    await reader.read({ type: "thread", channel, ts: MessageTs.parse("1.1") }, signal),
  ).toEqual(nothing);
  expect(await reader.read({ type: "channel", channel, name: null, since: null }, signal)).toEqual(
    nothing,
  );
  expect(await reader.read({ type: "file", file, name: "a" }, signal)).toEqual(nothing);
});

test("an upload is read under a safe name, for those who may see it", async () => {
  const bytes = Buffer.from("Port,Open\nOslo,1850\n");
  const name = `../../etc/\u0000${"long".repeat(100)}.csv`;
  const limits: number[] = [];
  await using reader = openTestReader(
    [],
    slackWith({
      file: async (_file, bytesMax) => {
        limits.push(bytesMax);
        return {
          name,
          mimetype: "text/csv",
          size: bytes.length,
          bytes,
          permalink: "https://w.slack.com/f",
          channel,
        };
      },
    }),
  );
  const reading = await reader.read({ type: "file", file: FileId.parse("F1"), name }, signal);
  const [source] = Reading.parse(reading).sources;
  expect(source).toMatchObject({
    type: "file",
    visibility: { type: "channel", channel },
    passages: [{ text: "Port: Oslo; Open: 1850", locator: "row 2" }],
  });
  expect(source?.title).toMatch(/^long[long]+…\.csv$/);
  expect(limits).toEqual([25 * 1024 * 1024]);
});

test("an upload of 200 MB is refused by its size", async () => {
  await using reader = openTestReader(
    [],
    slackWith({
      file: async () => ({
        name: "a.pdf",
        mimetype: null,
        size: 200_000_000,
        bytes: new Uint8Array(),
        permalink: null,
        channel: null,
      }),
    }),
  );
  expect(
    await reader.read({ type: "file", file: FileId.parse("F1"), name: "a.pdf" }, signal),
  ).toEqual({
    sources: [],
    notes: ["a.pdf could not be read: it is larger than 25 MB."],
  });
});

test("text in the request is a source", async () => {
  await using reader = openTestReader([]);
  const text = "Ada: Done?\nBob: Nearly.\nAda: When?\nBob: On Friday.";
  const { sources } = await reader.read({ type: "text", text }, signal);
  expect(sources[0]).toMatchObject({ type: "text", url: null });
  expect(sources[0]?.passages[3]).toMatchObject({ speaker: "Bob", text: "On Friday." });
  expect(await reader.read({ type: "text", text: " " }, signal)).toMatchObject({
    sources: [],
    notes: [expect.any(String)],
  });
});

test("library hits are sources with their passages in reading order", async () => {
  await using reader = openTestReader([], {
    library: {
      search: async () => [
        {
          path: "handbook/leave.pdf",
          title: "Leave",
          rank: 1,
          passages: [hit(7, "Later."), hit(2, "Earlier.")],
        },
      ],
    },
  });
  const { sources } = await reader.read({ type: "library", query: "leave" }, signal);
  expect(sources[0]).toMatchObject({
    type: "library",
    title: "Leave (handbook/leave.pdf)",
    visibility: { type: "workspace" },
  });
  expect(sources[0]?.passages.map(({ text }) => text)).toEqual(["Earlier.", "Later."]);
});

test("an earlier answer is passed on as it is", async () => {
  const source = {
    type: "task",
    title: "L-7",
    url: null,
    readAt: now,
    visibility: { type: "channel", channel },
    passages: [],
  } as const;
  await using reader = openTestReader([], {
    answers: async (number) =>
      number === 7 ? source : { problem: `There is no approved L-${number}.` },
  });
  expect(await reader.read({ type: "task", number: 7 }, signal)).toEqual({
    sources: [source],
    notes: [],
  });
  expect(await reader.read({ type: "task", number: 8 }, signal)).toEqual({
    sources: [],
    notes: ["There is no approved L-8."],
  });
});

test("a stopped run reads no further, and a failing database is not passed off as a note", async () => {
  await using reader = openTestReader([]);
  const stopped = AbortSignal.abort(new Error("stopped"));
  await expect(reader.read({ type: "text", text: "a" }, stopped)).rejects.toThrow("stopped");
  await expect(reader.read({ type: "library", query: "a" }, signal)).rejects.toThrow(
    "not expected here",
  );
});
