import { plan } from "../../jobs/plan.ts";
import { OverloadedError } from "../errors.ts";
import type { SendAll } from "../queue/queue.ts";
import { type Database, isRefusedAlone, together } from "../store/database.ts";
import { type Asking, openTasks } from "../store/openings.ts";

/** Stores a task with its first job; answers with its number, or with undefined where Slack has delivered it before. */
export type Open = (asking: Asking) => Promise<number | undefined>;

/** As many transactions are on their way at a time: while one waits for the disk, another one can be read. */
const groupsAtOnceMax = 2;
/** So many tasks in a transaction: one statement must not last. */
const groupMax = 50;
/** Who had to wait longer is told so: behind it comes a transaction's own time, and Slack hangs up. In milliseconds. */
const waitMsMax = 550;

type OpenDeps = {
  readonly db: Database;
  readonly sendAll: SendAll;
  readonly now: () => Date;
};

type Waiting = {
  readonly asking: Asking;
  readonly since: Date;
  readonly settle: (number: number | undefined) => void;
  readonly fail: (error: unknown) => void;
};

/**
 * A task and its first job are stored in one transaction. While some are on their way, what comes meanwhile gathers, and
 * goes together in the next: a commit costs the same for fifty tasks as for one. What comes alone never waits.
 */
export function openOpenings(deps: OpenDeps): Open {
  const waiting: Waiting[] = [];
  let underWay = 0;

  async function store(group: readonly Waiting[]): Promise<void> {
    try {
      const numbers = await openAll(deps, group);
      for (const { asking, settle } of group) settle(numbers.get(asking.opening.id));
    } catch (error) {
      // What Postgres refuses may be the fault of one of them: each gets its own answer.
      if (group.length > 1 && isRefusedAlone(error)) for (const each of group) await store([each]);
      else for (const { fail } of group) fail(error);
    }
  }
  function next(): void {
    refuseLate(waiting, deps.now());
    while (underWay < groupsAtOnceMax && waiting.length > 0) {
      underWay++;
      void store(takeGroup(waiting)).finally(() => {
        underWay--;
        next();
      });
    }
  }

  return (asking) => {
    const { promise, resolve: settle, reject: fail } = Promise.withResolvers<number | undefined>();
    waiting.push({ asking, since: deps.now(), settle, fail });
    next();
    return promise;
  };
}

function refuseLate(waiting: Waiting[], now: Date): void {
  while (waiting[0] !== undefined && now.getTime() - waiting[0].since.getTime() > waitMsMax) {
    waiting.shift()?.fail(new OverloadedError("too many requests before this one"));
  }
}

/** The next ones in the order of their coming; of the same thing delivered twice the second waits for the first. */
function takeGroup(waiting: Waiting[]): readonly Waiting[] {
  const group: Waiting[] = [];
  const left: Waiting[] = [];
  const taken = new Set<string>();
  for (const each of waiting.splice(0)) {
    const { inboxKeys, opening } = each.asking;
    const keys = inboxKeys.map((key) => `${opening.thread.team} ${key}`);
    if (group.length === groupMax || keys.some((key) => taken.has(key))) left.push(each);
    else group.push(each);
    for (const key of keys) taken.add(key);
  }
  waiting.push(...left);
  return group;
}

/**
 * Slack waits, so tasks and jobs are sent in one go. Where there is no task to be, its job vanishes with the transaction,
 * and the others go once more.
 */
async function openAll(
  deps: OpenDeps,
  group: readonly Waiting[],
): Promise<ReadonlyMap<string, number>> {
  const askings = group.map(({ asking }) => asking);
  const ids = askings.map(({ opening }) => opening.id);
  try {
    return await deps.db.transaction(async (tx) => {
      const [numbers] = await together([
        openTasks(tx, askings),
        // It shows the card as well, or that the run has to wait: a second job here would make everybody wait for it.
        deps.sendAll(
          tx,
          plan,
          ids.map((taskId) => ({ taskId, revision: 1, epoch: 0 })),
        ),
      ]);
      if (numbers.size < ids.length) throw new DeliveredTwice(numbers);
      return numbers;
    });
  } catch (error) {
    if (!(error instanceof DeliveredTwice)) throw error;
    const fresh = group.filter(({ asking }) => error.numbers.has(asking.opening.id));
    return fresh.length === 0 ? new Map() : openAll(deps, fresh);
  }
}

/** Undoes the transaction: of some of its tasks the first delivery has opened another. `numbers`: of those of which none has. */
class DeliveredTwice extends Error {
  override readonly name = "DeliveredTwice";
  readonly numbers: ReadonlyMap<string, number>;

  constructor(numbers: ReadonlyMap<string, number>) {
    super("some of it was delivered before");
    this.numbers = numbers;
  }
}
