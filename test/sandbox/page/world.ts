import type { Snapshot } from "../../../src/sandbox/contract.ts";
import type { World } from "../../../src/sandbox/page/client/draw/world.ts";
import { worldOf } from "../../../src/sandbox/page/client/state.ts";
import type { Channel, Message, Person } from "../../../src/sandbox/shapes.ts";

/** Two people and the app, in one channel and one direct message. */
export function snapshotOf(messages: Message[] = []): Snapshot {
  return {
    sequence: 0,
    team: { id: "T1", name: "Ambleford", domain: "ambleford" },
    me: "U1",
    bot: "U3",
    users: [
      person("U1", "ada", "Ada Brook"),
      person("U2", "grace", "Grace Okell"),
      { ...person("U3", "legwork", "Legwork"), is_bot: true },
    ],
    channels: [
      channel("C1", "product"),
      { ...channel("D1", ""), kind: "im", members: ["U1", "U3"] },
    ],
    messages,
    threads: [],
    views: [],
    home: null,
    commands: [{ command: "/research", usage: "<question>", about: "Research a question" }],
    shortcuts: [{ callback_id: "research_message", name: "Research this" }],
    connection: { mode: "socket", connected: true },
    log: [],
  };
}

export function worldOfTwo(): World {
  return worldOf(snapshotOf(), Date.parse("2026-01-02T12:00:00Z"));
}

export function person(id: string, name: string, real_name: string): Person {
  const rest = {
    title: "",
    color: "#336699",
    is_bot: false,
    is_guest: false,
    is_admin: false,
    tz: "",
  };
  return { id, name, real_name, ...rest };
}

export function message(ts: string, more: Partial<Message> = {}): Message {
  return { type: "message", channel: "C1", ts, user: "U2", team: "T1", text: "hello", ...more };
}

function channel(id: string, name: string): Channel {
  const members = ["U1", "U2", "U3"];
  return { id, name, kind: "public", topic: "", created: 0, creator: "U2", members };
}
