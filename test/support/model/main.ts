// Runs the stand-in as a process of its own: options as JSON in the first argument, its address on the first line.
import { obedientBrain, researchBrain } from "./brain.ts";
import { ChildOptions } from "./child.ts";
import { startModel } from "./server.ts";

const { brain, ...options } = ChildOptions.parse(JSON.parse(process.argv[2] ?? "{}"));
const brains = { research: researchBrain, obedient: obedientBrain };

await using model = await startModel({ ...options, brain: brains[brain ?? "research"]() });
process.stdout.write(`${JSON.stringify({ url: model.url })}\n`);
await new Promise((stop) => process.once("SIGTERM", stop));
