import { statementsOf } from "../src/domain/draft.ts";
import type { TeamId } from "../src/domain/ids.ts";
import type { Source } from "../src/domain/source.ts";
import type { Task } from "../src/domain/task.ts";
import type { Read } from "../src/research/engine.ts";
import type { ReaderDeps } from "../src/research/sources/deps.ts";
import { openReader } from "../src/research/sources/reader.ts";
import { SlackAmbiguous, SlackRefusal } from "../src/slack/errors.ts";
import { readFile } from "../src/slack/files.ts";
import { askPerson } from "../src/slack/people.ts";
import { readChannel, readThread } from "../src/slack/reading.ts";
import type { Slack } from "../src/slack/slack.ts";
import { findAnswer } from "../src/store/answers.ts";
import type { Database } from "../src/store/database.ts";
import { searchLibrary } from "../src/store/library.ts";
import { listPeople, savePerson } from "../src/store/people.ts";

export type ReadDeps = Omit<ReaderDeps, "slack" | "library" | "answers"> & {
  readonly db: Database;
  readonly slackOf: (team: string) => Promise<Slack>;
  readonly apiUrl: string;
};

/** Reads on behalf of a task's requester: Slack as far as they may see it, the library, the web, and earlier answers. */
export async function openReadFor(deps: ReadDeps, task: Task): Promise<Read> {
  const { db, slackOf, apiUrl, ...rest } = deps;
  const { team, channel } = task.thread;
  const slack = await slackOf(team);
  const origin = task.movedFrom ?? channel;
  const reading = {
    call: slack.call,
    workspaceUrl: slack.identity.url,
    botId: slack.identity.botId,
    team: slack.identity.team,
    requester: task.requester,
    origin,
    names: (ids: readonly string[]) => namesOf(db, slack, ids),
  };
  return openReader({
    ...rest,
    slack: {
      thread: (where, ts) => readThread(reading, where, ts),
      channel: (where, since) => readChannel(reading, where, since),
      file: (id) => readFile({ call: slack.call, token: slack.token, origin, apiUrl }, id),
    },
    library: { search: (query, max) => searchLibrary(db, query, max) },
    answers: (number) => readAnswer(db, task, number),
  });
}

/** Display names, asked of Slack once a day for each person. */
async function namesOf(
  db: Database,
  { call, identity }: Slack,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await listPeople(db, identity.team, ids);
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const unknown = ids.filter((id) => !names.has(id));
  const asked = await Promise.all(unknown.map((id) => askKnown(call, identity.team, id)));
  for (const person of asked) {
    if (person === undefined) continue;
    names.set(person.id, person.name);
    await savePerson(db, identity.team, person);
  }
  return names;
}

/** Undefined for whom Slack will not tell: they are shown by their id. */
async function askKnown(call: Slack["call"], team: TeamId, id: string) {
  try {
    return await askPerson(call, team, id);
  } catch (error) {
    if (error instanceof SlackRefusal || error instanceof SlackAmbiguous) return undefined;
    throw error;
  }
}

/** An earlier answer is a source like any other: its statements are its passages. */
async function readAnswer(
  db: Database,
  { thread }: Task,
  number: number,
): Promise<Source | { problem: string }> {
  const found = await findAnswer(db, thread.team, number);
  if ("problem" in found) return found;
  // What one channel was told is not carried into another.
  if (found.task.thread.channel !== thread.channel) {
    return { problem: `L-${number} was answered in another channel, so I did not use it here.` };
  }
  const { draft } = found.draft;
  return {
    type: "task",
    title: `L-${number}: ${draft.headline}`,
    url: null,
    readAt: new Date(found.task.createdAt),
    visibility: { type: "channel", channel: found.task.thread.channel },
    passages: statementsOf(draft).map(({ text, speaker }) => ({
      text,
      speaker,
      locator: null,
      url: null,
    })),
  };
}
