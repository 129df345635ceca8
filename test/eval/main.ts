import { parseArgs } from "node:util";
import { type EngineName, engineNames, openEngines } from "./engines.ts";
import { report } from "./report.ts";
import { ownRequests } from "./requests.ts";
import { carryOut, type Result } from "./run.ts";
import { requestsIn } from "./sets.ts";

const usage = `npm run eval -- [--engine extractive|claude|both] [--data <folder>] [--limit <requests of a set>] [--spend <US dollars in all>]
`;
const write = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    engine: { type: "string", default: "both" },
    data: { type: "string" },
    limit: { type: "string", default: "5" },
    spend: { type: "string", default: "2" },
  },
});
const names = engineNames.filter((name) => values.engine === name || values.engine === "both");
const limit = Number(values.limit);
const spend = Number(values.spend);

/** What one request may cost and take. In US dollars and seconds. */
const each = { usd: 1, seconds: 600 } as const;

if (names.length === 0 || !(Number.isInteger(limit) && limit > 0) || !(spend > 0)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await run(names);
}

/** One request after the other, so that times are those of one request; nothing new is begun when the money is spent. */
async function run(chosen: readonly EngineName[]): Promise<void> {
  const requests = values.data === undefined ? ownRequests : requestsIn(values.data, limit);
  await using opened = await openEngines(chosen, process.env);
  let left = spend;
  const columns = opened.engines.map(({ name }) => ({ engine: name, results: [] as Result[] }));
  for (const request of requests) {
    for (const [n, { engine, spends }] of opened.engines.entries()) {
      if (spends && left <= 0) continue;
      const usd = spends ? Math.min(each.usd, left) : each.usd;
      const judge = left > 0 ? opened.judge : undefined;
      const result = await carryOut(request, engine, { ...each, usd }, judge);
      columns[n]?.results.push(result);
      left -= (spends ? result.usd : 0) + result.judgedUsd;
      const { score, failed } = result;
      const end = failed ?? (score ? `${score.words} words` : "nothing to say");
      write(`${request.set} ${request.id}, ${columns[n]?.engine}: ${end}`);
    }
  }
  write(`\n${report(columns)}\n`);
  if (left <= 0)
    write(`The $${spend} of --spend are gone: not all was asked of Claude, or judged.`);
  for (const warning of opened.warnings) write(warning);
}
