import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Point } from "../../../src/points.ts";
import { type Begin, type Order, Reply } from "./child/orders.ts";
import type { Replaced } from "./child/replace.ts";

/** A process of Legwork's, at work. Times in milliseconds since 1970. */
export type Hand = {
  readonly name: string;
  readonly role: Begin["role"];
  readonly pid: number;
  /** Where an app takes requests. */
  readonly url: string;
  /** When it ended; undefined for one that is there. */
  readonly goneAt: () => number | undefined;
  readonly gone: Promise<Gone>;
  /** Resolves as soon as it falls where it was told to. */
  readonly falling: Promise<void>;
  /** Whether it ever did; certain once it is gone. */
  readonly fell: () => boolean;
  /** Tells it to fall when it reaches a point for the so-manieth time. */
  fall(point: Point, pass: number, how: "SIGKILL" | "SIGSTOP"): void;
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGTERM"): void;
};

export type Gone = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Crew = AsyncDisposable & {
  /** All that were ever hired. */
  readonly hands: readonly Hand[];
  /** Resolves once it is at work; with the files of the version before where `former` says where they lie. */
  hire(role: Begin["role"], former?: string): Promise<Hand>;
};

/** What all of a crew are told. */
export type Terms = Omit<Begin, "order" | "role" | "name"> & {
  /** Modules of theirs that others take the place of. */
  readonly replaced: Replaced;
  /** How many stand ready beside those at work: to load takes them longer than to begin. */
  readonly spares: number;
  /** Turns the database's address into one that tells whose sessions are whose. */
  readonly addressOf?: (name: string) => Promise<string>;
};

const script = fileURLToPath(new URL("child.ts", import.meta.url));

export function openCrew({ replaced, spares, addressOf, ...terms }: Terms): Crew {
  const loading: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  const hands: Hand[] = [];
  let hired = 0;

  const load = (): ChildProcess => {
    const child = fork(script, [JSON.stringify(replaced)], {
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    all.add(child);
    child.once("exit", () => all.delete(child));
    return child;
  };
  const restock = (): void => {
    while (loading.length < spares) loading.push(load());
  };

  return {
    hands,
    async hire(role, former) {
      restock();
      const child = loading.shift() ?? load();
      const name = `${role}-${++hired}`;
      const databaseUrl = (await addressOf?.(name)) ?? terms.databaseUrl;
      const hand = await start(child, {
        order: "begin",
        role,
        name,
        ...terms,
        databaseUrl,
        ...(former !== undefined && { former }),
      });
      hands.push(hand);
      restock();
      return hand;
    },
    async [Symbol.asyncDispose]() {
      loading.length = 0;
      // Nobody waits any more for those that have not begun.
      const ends = [...all].map((child) => once(child, "exit"));
      for (const child of all) child.kill("SIGKILL");
      await Promise.all(ends);
    },
  };
}

/** How long a process may take to load and begin, in milliseconds. */
const beginTimeoutMs = 30_000;

async function start(child: ChildProcess, order: Begin): Promise<Hand> {
  let goneAt: number | undefined;
  let fell = false;
  child.once("exit", () => (goneAt = Date.now()));
  // Its last words may come after its end.
  const gone = Promise.all([once(child, "exit"), once(child, "disconnect")]).then(
    ([[code, signal]]): Gone => ({ code, signal }),
  );
  const begun = Promise.withResolvers<string>();
  const falling = Promise.withResolvers<void>();
  child.on("message", (message) => {
    const reply = Reply.parse(message);
    if (reply.said === "begun") begun.resolve(reply.url);
    else falling.resolve(void (fell = true));
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), beginTimeoutMs);
  void gone.then(() => begun.reject(new Error(`${order.name} ended before it had begun`)));
  const tell = (told: Order): void => void (child.connected && child.send(told, () => {}));
  tell(order);
  const url = await begun.promise;
  clearTimeout(timer);
  return {
    name: order.name,
    role: order.role,
    pid: child.pid ?? 0,
    url,
    goneAt: () => goneAt,
    gone,
    falling: falling.promise,
    fell: () => fell,
    fall: (point, pass, how) => tell({ order: "fall", point, pass, how }),
    signal: (signal) => void child.kill(signal),
  };
}
