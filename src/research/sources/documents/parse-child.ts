// Started by parse.ts for one document, then gone. It may read this program's files and nothing else.
import { Worker } from "node:worker_threads";
import { ParseRequest, type ParseReply } from "./contract.ts";
import { readDocument } from "./document.ts";

const [lifetimeMs, memoryBytesMax] = process.argv.slice(2).map(Number);
const lookEveryMs = 20;

// A parser that hangs would outlive a parent that was killed, and unpacked bytes are not counted as heap; only another
// thread can end it then.
const watch = `
  const end = () => process.kill(process.pid, "SIGKILL");
  setTimeout(end, ${lifetimeMs});
  setInterval(() => process.memoryUsage.rss() > ${memoryBytesMax} && end(), ${lookEveryMs});
`;
new Worker(watch, { eval: true }).unref();

process.once("message", (message) => {
  reply(message).then(
    (answer) => process.send?.(answer, () => process.disconnect()),
    () => process.exit(1),
  );
});

async function reply(message: unknown): Promise<ParseReply> {
  return readDocument(ParseRequest.parse(message));
}
