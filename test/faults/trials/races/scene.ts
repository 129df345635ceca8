import { randomUUID } from "node:crypto";
import type { Scheduler } from "fast-check";
import { z } from "zod";
import { admit } from "../../../../jobs/admit.ts";
import { check } from "../../../../jobs/check.ts";
import { dead } from "../../../../jobs/dead.ts";
import { deliver } from "../../../../jobs/deliver.ts";
import { plan } from "../../../../jobs/plan.ts";
import { triage } from "../../../../jobs/triage.ts";
import { whisper } from "../../../../jobs/whisper.ts";
import { write } from "../../../../jobs/write.ts";
import { defaultLimits } from "../../../../src/domain/budget.ts";
import { TaskId, type UserId } from "../../../../src/domain/ids.ts";
import { openOpenings } from "../../../../src/listeners/openings.ts";
import { registerListeners } from "../../../../src/listeners/register.ts";
import { openQueue, type Send } from "../../../../src/queue/queue.ts";
import { type Database, openDatabase } from "../../../../src/store/database.ts";
import { rewritten } from "../../rig/statements.ts";
import type { Competition, Deed, Scenario } from "./competition.ts";
import { inTurns } from "./database.ts";
import { type Act, bodyOf, openDoor, type Sight } from "./people.ts";
import { look, people, prepare, team } from "./task.ts";
import { openTurns } from "./turns.ts";
import { worker } from "./worker.ts";

export type Scene = AsyncDisposable & {
  readonly db: Database;
  compete(scenario: Scenario, scheduler: Scheduler): Promise<Competition>;
};

const identity = { team, botUser: "UBOT", botId: "B1", url: "https://trial.example/" };

const nobody = async (): Promise<never> => {
  throw new Error("Slack is not asked here");
};

/** A database of its own with Legwork's listeners and workers around it. `rewrite` changes what competitors send there. */
export async function openScene(
  url: string,
  rewrite: (text: string) => string = (text) => text,
): Promise<Scene> {
  await using opening = new AsyncDisposableStack();
  const db = opening.use(
    openDatabase({
      connectionString: url,
      connectionsMax: 12,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 10_000,
    }),
  );
  const jobs = [plan, write, check, deliver, whisper, triage, admit, dead];
  const queue = opening.use(
    await openQueue({ connectionString: url, jobs, log: () => {}, drainMs: 1_000 }),
  );
  const turns = openTurns();
  const said = new Map<string, { sent: string[]; outcome: string | undefined }>();
  const ofWho = () => said.get(turns.who()?.name ?? "");
  const send: Send = async (tx, job, ...rest) => {
    ofWho()?.sent.push(job.queue);
    await queue.send(tx, job, ...rest);
  };
  const played = inTurns(rewritten(db, rewrite), turns);
  const deps = {
    db: played,
    send,
    budget: defaultLimits,
    open: openOpenings({ db: played, sendAll: queue.sendAll, now: () => new Date() }),
    now: () => new Date(),
    newId: () => TaskId.parse(randomUUID()),
    log: (_event: string, { outcome }: Record<string, string | number>) => {
      const own = ofWho();
      if (own !== undefined && typeof outcome === "string") own.outcome = outcome;
    },
  };
  const door = openDoor({ call: nobody, identity, token: "xoxb-trial" });
  registerListeners(door.app, deps);
  const work = worker(deps, turns);
  let opened = 0;

  async function compete(scenario: Scenario, scheduler: Scheduler): Promise<Competition> {
    const taskId = await prepare(db, queue.send, scenario, `${1_730_000_000 + ++opened}.000100`);
    const atFirst = await look(db, taskId);
    const deeds: Deed[] = [];
    let words = 0;
    const persons = scenario.people.map(({ who, acts }, n) => ({
      name: `${who} ${n + 1}`,
      act: async () => {
        for (const [nth, act] of acts.entries()) {
          // What is up for review is clicked on by all at once; anything later is looked at first.
          const sight =
            nth === 0 && scenario.start === "in_review" ? atFirst : await glance(taskId);
          deeds.push(await perform(`${who} ${n + 1}`, act, people[who], sight, `point ${++words}`));
        }
      },
    }));
    const workers = scenario.workers.map(({ diesAt }, n) => ({
      name: `worker ${n + 1}`,
      diesAt: diesAt ?? undefined,
      act: () => work(taskId),
    }));
    const all = [...persons, ...workers];
    const overtaken = await turns.play(scheduler, all, () => countLocked(db));
    return { taskId, deeds, contended: overtaken > 0 };
  }

  async function perform(
    name: string,
    act: Act,
    someone: UserId,
    sight: Sight,
    words: string,
  ): Promise<Deed> {
    const own = { sent: [] as string[], outcome: undefined as string | undefined };
    said.set(name, own);
    // Only the requester's stop is done here and now, and only the requester is heard without a mention.
    const user = act === "stop" || act === "say" ? people.ada : someone;
    const deed = { name, user, act, words, revision: sight.reference.revision };
    try {
      const answer = await door.hear(bodyOf({ act, user, words, sight }));
      return { ...deed, sent: own.sent, outcome: outcomeOf(act, answer, own.outcome) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ...deed, sent: own.sent, outcome: { error: message } };
    }
  }

  /** When somebody looks is up to the scheduler, too. */
  async function glance(id: TaskId): Promise<Sight> {
    (await turns.turn("looks"))();
    return look(db, id);
  }

  const owned = opening.move();
  return { db, compete, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function outcomeOf(act: Act, answer: unknown, logged: string | undefined): Deed["outcome"] {
  if (act === "say") return "heard";
  if (act === "revise" || act === "edit") return answer === undefined ? "done" : "refused";
  return logged === "done" || logged === "stopped" ? "done" : "refused";
}

const Count = z.tuple([z.object({ waiting: z.int() })]);

/** How many of our own connections wait for a lock: asked of the table of locks, where a lock that was just freed is. */
async function countLocked(db: Database): Promise<number> {
  const { rows } = await db.query(
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and application_name = 'legwork'
       and cardinality(pg_blocking_pids(pid)) > 0`,
  );
  const [{ waiting }] = Count.parse(rows);
  return waiting;
}
