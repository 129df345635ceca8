import { describe, expect, test } from "vitest";
import {
  permalink,
  placeIn,
  readRoute,
  writeRoute,
} from "../../../src/sandbox/page/client/route.ts";
import { apply, emptyForm, worldOf, type State } from "../../../src/sandbox/page/client/state.ts";
import { newestRead, unreadIn, unreadSince } from "../../../src/sandbox/page/client/unread.ts";
import { avatar, initials } from "../../../src/sandbox/page/client/view/avatar.ts";
import { askedAt, candidates, usageOf } from "../../../src/sandbox/page/client/view/completion.ts";
import { logLine, passes } from "../../../src/sandbox/page/client/view/drawer.ts";
import { channelMessages, threadMessages } from "../../../src/sandbox/page/client/view/messages.ts";
import { sidebar } from "../../../src/sandbox/page/client/view/sidebar.ts";
import { message, person, snapshotOf } from "./world.ts";

const hour = 3600;
const noon = Date.parse("2026-01-02T12:00:00Z") / 1000;
const ts = (seconds: number) => `${noon + seconds}.000100`;

function stateOf(messages = [message(ts(0))], more: Partial<State> = {}): State {
  const snapshot = snapshotOf(messages);
  return {
    snapshot,
    place: { channel: "C1", tab: "messages", thread: undefined, focus: undefined },
    read: {},
    newAfter: "",
    troubles: {},
    form: emptyForm,
    editing: undefined,
    drawer: { open: false, tab: "log", kind: "all", text: "" },
    faults: [],
    tries: true,
    online: true,
    ...more,
  };
}

const drawn = (state: State) =>
  channelMessages(state, worldOf(state.snapshot, (noon + hour) * 1000)).markup;

describe("changes", () => {
  test("a message is put in its place in time, and one known already is replaced", () => {
    const before = snapshotOf([message(ts(0)), message(ts(10))]);
    const late = apply(before, { type: "message", message: message(ts(5), { text: "late" }) });
    expect(late.messages.map((one) => one.text)).toEqual(["hello", "late", "hello"]);
    const edited = apply(late, { type: "message", message: message(ts(5), { text: "edited" }) });
    expect(edited.messages.map((one) => one.text)).toEqual(["hello", "edited", "hello"]);
    const removed = apply(edited, { type: "message_removed", channel: "C1", ts: ts(5) });
    expect(removed.messages).toHaveLength(2);
  });

  test("the log keeps its newest lines only", () => {
    let snapshot = snapshotOf();
    for (let id = 0; id < 520; id++) {
      const entry = {
        id,
        at: 0,
        direction: "to_app",
        kind: "event",
        via: "http",
        name: "x",
        ok: true,
        ms: 1,
        attempt: 0,
      } as const;
      snapshot = apply(snapshot, { type: "log", entry });
    }
    expect(snapshot.log).toHaveLength(500);
    expect(snapshot.log[0]?.id).toBe(20);
  });
});

describe("unread", () => {
  test("others' messages are new, one's own and ephemeral ones are not", () => {
    const messages = [
      message(ts(0)),
      message(ts(1), { user: "U1" }),
      message(ts(2), { ephemeral_to: "U1" }),
    ];
    expect(unreadIn({ snapshot: snapshotOf(messages), read: {} }, "C1")).toEqual({
      any: true,
      count: 0,
    });
    expect(unreadIn({ snapshot: snapshotOf(messages), read: { C1: ts(0) } }, "C1").any).toBe(false);
  });

  test("mentions and direct messages are counted", () => {
    const messages = [
      message(ts(0), { text: "<@U1> look" }),
      message(ts(1), { channel: "D1", user: "U3" }),
    ];
    const state = { snapshot: snapshotOf(messages), read: {} };
    expect(unreadIn(state, "C1").count).toBe(1);
    expect(unreadIn(state, "D1").count).toBe(1);
  });

  test("a reply is news only to those who took part in the thread", () => {
    const root = message(ts(0));
    const reply = message(ts(1), { thread_ts: ts(0) });
    const read = { C1: ts(0) };
    expect(unreadIn({ snapshot: snapshotOf([root, reply]), read }, "C1").any).toBe(false);
    const mine = { ...root, user: "U1" };
    expect(unreadIn({ snapshot: snapshotOf([mine, reply]), read }, "C1").any).toBe(true);
  });

  test("someone who has seen everything has nothing new", () => {
    const snapshot = snapshotOf([message(ts(0)), message(ts(3))]);
    expect(unreadSince({ snapshot, read: newestRead(snapshot) }, "C1")).toBe("");
    expect(unreadSince({ snapshot, read: { C1: ts(0) } }, "C1")).toBe(ts(0));
  });

  test("the row of another channel says that something is new there", () => {
    const state = stateOf([message(ts(1), { channel: "D1", user: "U3" })]);
    const { markup } = sidebar(state, worldOf(state.snapshot, noon * 1000));
    expect(markup).toContain('data-testid="dm-legwork"');
    expect(markup).toContain('aria-label="1 unread"');
  });
});

describe("addresses", () => {
  test("a permalink leads to its message and back", () => {
    const url = new URL(permalink("C1", ts(5), ts(0)), "http://127.0.0.1");
    const read = readRoute(url.pathname, url.search);
    expect(read).toMatchObject({ channel: "C1", focus: ts(5), thread: ts(0) });
  });

  test("a place nobody may see becomes the first channel shared with the app", () => {
    expect(placeIn(snapshotOf(), { channel: "C9", thread: "1" })).toMatchObject({
      channel: "C1",
      thread: undefined,
    });
  });

  test("the Home tab is part of the address, and only the app has one", () => {
    const place = { channel: "D1", tab: "home", thread: undefined, focus: undefined } as const;
    const url = new URL(writeRoute(place, "U1"), "http://127.0.0.1");
    expect(placeIn(snapshotOf(), readRoute(url.pathname, url.search)).tab).toBe("home");
    expect(placeIn(snapshotOf(), { channel: "C1", tab: "home" }).tab).toBe("messages");
  });
});

describe("completion", () => {
  test("a slash counts at the start only, a name anywhere", () => {
    expect(askedAt("/res", 4)).toEqual({ kind: "/", word: "res", start: 0 });
    expect(askedAt("a /res", 6)).toBeUndefined();
    expect(askedAt("hi @gr", 6)).toEqual({ kind: "@", word: "gr", start: 3 });
    expect(askedAt("mail@gr", 7)).toBeUndefined();
  });

  test("commands are not offered in threads, and the app is the first to be named", () => {
    const snapshot = snapshotOf();
    expect(candidates({ kind: "/", word: "", start: 0 }, snapshot, true)).toEqual([]);
    expect(candidates({ kind: "/", word: "re", start: 0 }, snapshot, false)[0]?.insert).toBe(
      "/research ",
    );
    expect(candidates({ kind: "@", word: "", start: 0 }, snapshot, true)[0]?.insert).toBe(
      "@legwork ",
    );
    expect(candidates({ kind: "#", word: "pro", start: 0 }, snapshot, true)[0]?.insert).toBe(
      "#product ",
    );
  });

  test("a command that is being typed says what it wants to hear", () => {
    expect(usageOf("/research why", snapshotOf())?.usage).toBe("<question>");
    expect(usageOf("/unknown why", snapshotOf())).toBeUndefined();
  });
});

describe("messages", () => {
  test("messages of one author within five minutes are one group, after that a new one", () => {
    const markup = drawn(stateOf([message(ts(0)), message(ts(60)), message(ts(1000))]));
    expect(markup.match(/class="message compact"/gu)).toHaveLength(1);
    expect(markup.match(/class="author"/gu)).toHaveLength(2);
  });

  test("the first unread message has a line above it", () => {
    const messages = [message(ts(0)), message(ts(60)), message(ts(90))];
    const markup = drawn(stateOf(messages, { newAfter: ts(0) }));
    expect(markup.match(/divider is-new/gu)).toHaveLength(1);
    expect(markup.indexOf("is-new")).toBeLessThan(markup.indexOf(`data-ts="${ts(60)}"`));
  });

  test("replies stay in their thread unless they were sent to the channel too", () => {
    const root = message(ts(0), { reply_count: 2, latest_reply: ts(2) });
    const reply = message(ts(1), { thread_ts: ts(0), text: "hidden reply" });
    const shared = message(ts(2), {
      thread_ts: ts(0),
      text: "shared reply",
      reply_broadcast: true,
    });
    const state = stateOf([root, reply, shared]);
    expect(drawn(state)).toContain("2 replies");
    expect(drawn(state)).not.toContain("hidden reply");
    expect(drawn(state)).toContain("shared reply");
    const open = { ...state, place: { ...state.place, thread: ts(0) } };
    expect(threadMessages(open, worldOf(state.snapshot, noon * 1000)).markup).toContain(
      "hidden reply",
    );
  });

  test("an ephemeral message says that only its reader sees it, and an app's that it is one", () => {
    const markup = drawn(
      stateOf([message(ts(0), { user: "U3", bot_id: "B1", ephemeral_to: "U1" })]),
    );
    expect(markup).toContain('data-testid="ephemeral"');
    expect(markup).toContain("Only visible to you");
    expect(markup).toContain("APP");
  });

  test("what the assistant is doing stands under the message, with a way to stop it", () => {
    const state = stateOf();
    const thread = {
      channel: "C1",
      thread_ts: ts(0),
      status: "is searching…",
      session: "processing",
      prompts: [],
    } as const;
    const busy = {
      ...state,
      snapshot: apply(state.snapshot, { type: "thread", thread: { ...thread, prompts: [] } }),
    };
    expect(drawn(busy)).toContain("Legwork is searching…");
    expect(drawn(busy)).toContain("stop-session");
  });

  test("of very many messages only the newest are drawn, and that is said", () => {
    const many = Array.from({ length: 400 }, (_, index) => message(ts(index)));
    const markup = drawn(stateOf(many));
    expect(markup.match(/<article/gu)).toHaveLength(300);
    expect(markup).toContain("Older messages are not drawn");
  });
});

describe("the live log", () => {
  const entry = {
    id: 1,
    at: 0,
    direction: "to_app",
    kind: "event",
    via: "socket",
    name: "app_mention",
    ok: false,
    ms: 3000,
    attempt: 2,
    error: "timeout",
  } as const;

  test("a line shows direction, name, outcome, duration and which retry it was", () => {
    const { markup } = logLine(entry);
    for (const part of ["→", "app_mention", "timeout", "3000 ms", "retry 2"])
      expect(markup).toContain(part);
  });

  test("it can be narrowed to kinds, problems and words", () => {
    expect(passes(entry, "all", "mention")).toBe(true);
    expect(passes(entry, "api", "")).toBe(false);
    expect(passes(entry, "problems", "")).toBe(true);
    expect(passes({ ...entry, ok: true, attempt: 0 }, "problems", "")).toBe(false);
  });
});

test("initials come from first and last names, and an odd colour is not drawn", () => {
  expect(initials("Ada Brook")).toBe("AB");
  expect(initials("")).toBe("?");
  const odd = { ...person("U1", "ada", "<b>"), color: 'red"/><script>' };
  const world = worldOf({ ...snapshotOf(), users: [odd] }, 0);
  expect(avatar(world, "U1").markup).not.toMatch(/<script|<b>/u);
});
