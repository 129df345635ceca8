import { median, quantile } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { startLegwork } from "./legwork.ts";
import { type Load, sendCommands, signingSecret } from "./load.ts";
import { startSubject } from "./subject.ts";
import { ms, table, times } from "./table.ts";

export type AckOptions = Load & {
  readonly rounds: number;
  /** Requests sent to each app before the first round. */
  readonly warmUp: number;
};

const subjects = {
  acks: "Bolt, only acks",
  inserts: "Bolt, one insert, then acks",
  alone: "Legwork, no workers",
  legwork: "Legwork, workers in the same process",
} as const;
type Name = keyof typeof subjects;
const names = ["acks", "inserts", "alone", "legwork"] as const satisfies readonly Name[];

/** Signed command in, 200 out: Legwork beside two bare Bolt apps, one block of requests after the other. */
export async function ack(ground: Ground, options: AckOptions): Promise<string> {
  await using opened = new AsyncDisposableStack();
  const started = await startAll(ground, opened);
  const block = async (name: Name, requests: number): Promise<number[]> => {
    // Whatever followed from the block before is done: who is measured is alone.
    await started.legwork.drained();
    return sendCommands(started[name].url, { ...options, requests });
  };
  // Unmeasured: the first requests find code that has never run, and connections that are not open yet.
  if (options.warmUp > 0) for (const name of names) await block(name, options.warmUp);

  const rounds: Record<Name, number[]>[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const taken: Record<Name, number[]> = { acks: [], inserts: [], alone: [], legwork: [] };
    // Each round begins with another one.
    for (const n of names.keys()) {
      const name = names[(n + round) % names.length] ?? "acks";
      taken[name] = await block(name, options.requests);
    }
    rounds.push(taken);
  }
  return report(options, rounds);
}

async function startAll(ground: Ground, opened: AsyncDisposableStack) {
  const databaseUrl = await ground.empty("ack_inserts");
  const [acks, inserts, alone, legwork] = await Promise.all([
    startSubject("bolt", { signingSecret }),
    startSubject("bolt", { signingSecret, databaseUrl }),
    startLegwork(ground, { name: "ack_alone", mode: "app" }),
    startLegwork(ground, { name: "ack_legwork", mode: "all" }),
  ]);
  for (const subject of [acks, inserts, alone, legwork]) opened.use(subject);
  return { acks, inserts, alone, legwork };
}

function report(
  { perSecond, requests, rounds: count }: AckOptions,
  rounds: readonly Record<Name, number[]>[],
): string {
  const middle = (name: Name, q: number) => median(rounds.map((taken) => quantile(taken[name], q)));
  const ratio = (name: Name, q: number) =>
    median(rounds.map((taken) => quantile(taken[name], q) / quantile(taken.inserts, q)));
  return [
    `From signed command to 200: ${perSecond} requests/s, ${count} rounds of ${requests} requests each, in turn.`,
    "The workers do all that the commands ask for meanwhile, on the same cores; without them jobs are only stored.",
    "Figures are medians of the rounds; ratios are to the bare app with one insert, round by round.",
    "",
    table(
      ["", "p50", "ratio", "p99", "ratio"],
      names.map((name) => [
        subjects[name],
        ms(middle(name, 0.5)),
        times(ratio(name, 0.5)),
        ms(middle(name, 0.99)),
        times(ratio(name, 0.99)),
      ]),
    ),
  ].join("\n");
}
