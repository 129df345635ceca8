import { randomUUID } from "node:crypto";
import { addFile } from "../people/files.ts";
import { richText } from "../people/typing.ts";
import type { Message, SharedFile } from "../shapes.ts";
import { newId, tsAt } from "../world/ids.ts";
import { addMessage } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { readLibrary } from "./library.ts";
import { checkout } from "./talk/checkout.ts";
import { decision } from "./talk/decision.ts";
import { effort } from "./talk/effort.ts";
import type { Line, Talk } from "./talk/line.ts";
import { others } from "./talk/others.ts";
import { channels, people } from "./workspace.ts";

const dayMs = 86_400_000;

/** Fills the workspace: two days of talk that ended yesterday, and the documents shared in it. */
export async function addSeed(world: World): Promise<void> {
  const library = await readLibrary();
  const thread = { ...checkout, lines: [...checkout.lines, ...effort, ...decision] };
  const spoken = [thread, ...others].flatMap((talk) =>
    talk.lines.map((line) => ({ line, talk, at: momentOf(world, line) })),
  );
  // In the order of time, as messages are kept.
  for (const { line, talk, at } of spoken.toSorted((one, other) => one.at - other.at)) {
    speak(world, library, talk, line, at);
  }
}

/** Both days are over: day 1 is yesterday, and nobody speaks after 18:00 UTC. */
function momentOf(world: World, { day, time }: Line): number {
  const midnight = Math.floor(world.now().getTime() / dayMs) * dayMs;
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return midnight - (2 - day) * dayMs + (hours * 60 + minutes) * 60_000;
}

function speak(
  world: World,
  library: Map<string, Uint8Array>,
  talk: Talk,
  line: Line,
  at: number,
): Message {
  const channel = channels[talk.channel];
  const user = people[line.who];
  const first = talk.lines[0] ?? line;
  const root = tsOf(world, first);
  const file = line.file === undefined ? undefined : share(world, library, line, channel, at);
  const reactions = Object.entries(line.reactions ?? {}).map(([name, names]) => {
    const users = names.map((who) => people[who]);
    return { name, users, count: users.length };
  });
  return addMessage(world, {
    channel,
    user,
    ts: tsOf(world, line),
    text: line.text,
    client_msg_id: randomUUID(),
    blocks: [richText(line.text, newId("").slice(0, 5))],
    ...(line !== first && { thread_ts: root, parent_user_id: people[first.who] }),
    ...(file && { files: [file], subtype: "file_share" }),
    ...(reactions.length > 0 && { reactions }),
  });
}

/** Unlike anyone else's, so that no two lines of one minute share a timestamp. */
function tsOf(world: World, line: Line): string {
  return tsAt(momentOf(world, line), 100_000 + line.text.length * 7);
}

function share(
  world: World,
  library: Map<string, Uint8Array>,
  line: Line,
  channel: string,
  at: number,
): SharedFile {
  const name = line.file ?? "";
  const bytes = library.get(name);
  if (!bytes) throw new Error(`The library has no ${name}.`);
  const id = `F0${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "")}`;
  const file = { id, name, user: people[line.who], channels: [channel], created: at / 1_000 };
  return addFile(world, file, bytes);
}
