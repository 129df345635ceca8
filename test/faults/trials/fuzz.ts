import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { z } from "zod";
import { encodeReference } from "../../../blocks/actions.ts";
import { TaskId } from "../../../src/domain/ids.ts";
import { aCommand, aMessage, anEvent, form, json } from "../../support/signed.ts";
import { signingSecret } from "../rig/asking.ts";
import { openFront } from "../rig/front.ts";
import { type Payload, payloads } from "../rig/payloads.ts";
import { openPostgres } from "../rig/postgres.ts";
import { type Answered, type Line, openLine, signatureOf } from "../rig/raw.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { startBare } from "./fuzz/bare.ts";
import { cases } from "./fuzz/cases.ts";

/** How much nonsense, and how much of it while the database is down. */
const sizes = { full: { all: 10_000, away: 1_000 }, short: { all: 300, away: 30 } };

/** So many speak at the same time; as many more have begun to speak, and never go on. */
const speakers = 8;
const hangMs = 3_000;

/** Nonsense, half of it signed, and the list of what has broken others: all is answered, and nothing ends the process. */
export const fuzz: Trial = {
  name: "fuzz",
  figure: "10,000 payloads of nonsense at the ingress, half of them signed",
  target: "0 exits, 0 hangs over 3 s, 5xx only while the database is down",

  run: (given) => (given.guarded ? fuzzLegwork(given) : fuzzBolt(given)),
};

async function fuzzLegwork(given: Given): Promise<Outcome> {
  const { all, away } = sizes[given.size];
  await using postgres = await openPostgres(given.size);
  const databaseUrl = await postgres.migrated("fuzz");
  await using front = await openFront({ databaseUrl });
  const [app] = front.apps;
  if (app === undefined) throw new Error("there is no app");
  using line = openLine(app.url);
  for (let n = 0; n < 5; n++) await line.send(signed([aCommand(), form]));
  const ids = await front.books.query("select id from task", z.object({ id: TaskId }));
  const buttons = ids.map(({ id }) => encodeReference({ task: id, revision: 1, hash: "0" }));

  const count = openCount();
  using opened = new DisposableStack();
  opened.use(startMute(app.url));
  await playCases(line, app.url, count);
  const nonsense = fc.sample(payloads(buttons), { numRuns: all, seed: given.seed });
  await speak(line, nonsense.slice(away), count, app.ended);
  given.say(`${count.answers()} answers, now without the database`);
  await postgres.crash();
  await speak(line, nonsense.slice(0, away), { ...count, isDown: true }, app.ended);
  await postgres.start();
  const last = await line.send(signed([anEvent(aMessage()), json]));
  for (const complaint of count.complaints.slice(0, 5)) given.say(complaint);
  return outcomeOf(count, app.ended(), last.status);
}

/** The guard: nothing that is no object reaches Bolt. Bolt's own receiver lets it through. */
async function fuzzBolt(given: Given): Promise<Outcome> {
  await using bare = await startBare(signingSecret);
  using line = openLine(bare.url);
  const count = openCount();
  await playCases(line, bare.url, count);
  const nonsense = fc.sample(payloads(), { numRuns: sizes.short.all, seed: given.seed });
  await speak(line, nonsense, count, bare.ended);
  const last = await line.send(signed([aCommand(), form]));
  return outcomeOf(count, bare.ended(), last.status);
}

const signed = ([body, type]: Payload) => ({
  body,
  headers: { "content-type": type, ...signatureOf(signingSecret, body) },
});

/** Every other payload is not signed, or by somebody else. */
const unsigned = ([body, type]: Payload, n: number) => ({
  body,
  headers: { "content-type": type, ...(n % 4 === 1 ? signatureOf("somebody else", body) : {}) },
});

type Count = {
  readonly isDown: boolean;
  readonly complaints: string[];
  readonly answers: () => number;
  readonly hangs: () => number;
  readonly failures: () => number;
  note(what: string, answer: Answered, isRight: boolean): void;
};

function openCount(): Count {
  const complaints: string[] = [];
  let answers = 0;
  let hangs = 0;
  let failures = 0;
  return {
    isDown: false,
    complaints,
    answers: () => answers,
    hangs: () => hangs,
    failures: () => failures,
    note(what, { status, ms }, isRight) {
      answers += 1;
      if (ms > hangMs) hangs += 1;
      if (status >= 500) failures += 1;
      if (!isRight || ms > hangMs) complaints.push(`${what}: ${status} after ${ms.toFixed(0)} ms`);
    },
  };
}

async function playCases(line: Line, url: string, count: Count): Promise<void> {
  for (const { name, allowed, play } of cases) {
    for (const answer of await play(line, url)) {
      count.note(name, answer, allowed.includes(answer.status));
    }
  }
}

/** Says it all, several at the same time; stops where nobody is left to hear it. */
async function speak(
  line: Line,
  nonsense: readonly Payload[],
  count: Count,
  ended: () => string | undefined,
): Promise<void> {
  const rest = nonsense.entries();
  const one = async (): Promise<void> => {
    for (const [n, payload] of rest) {
      if (ended() !== undefined) return;
      const isSigned = n % 2 === 0;
      const answer = await line.send(isSigned ? signed(payload) : unsigned(payload, n));
      count.note(describe(payload, isSigned), answer, isAllowed(answer, isSigned, count.isDown));
    }
  };
  await Promise.all(Array.from({ length: speakers }, one));
}

function isAllowed({ status }: Answered, isSigned: boolean, isDown: boolean): boolean {
  if (!isSigned) return status === 401;
  if (isDown && status === 503) return true;
  return status >= 200 && status < 500;
}

const describe = ([body]: Payload, isSigned: boolean): string =>
  `${isSigned ? "signed" : "unsigned"} ${JSON.stringify(body.toString("latin1").slice(0, 400))}`;

/** Callers who stop in the middle of their first line, and stay. */
function startMute(url: string): Disposable {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = Array.from({ length: speakers }, () => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {}); // It may well be thrown out.
    socket.write("POST /slack/ev");
    return socket;
  });
  return { [Symbol.dispose]: () => sockets.forEach((socket) => socket.destroy()) };
}

function outcomeOf(count: Count, ended: string | undefined, last: number): Outcome {
  const wrong = count.complaints.length;
  return {
    measured:
      `${count.answers()} payloads, ${ended === undefined ? 0 : 1} exits, ${count.hangs()} hangs, ` +
      `${count.failures()} answered 5xx, ${wrong} answered as they should not be`,
    met: wrong === 0 && ended === undefined && last === 200,
  };
}
