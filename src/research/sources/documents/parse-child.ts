// Started by parse.ts for one document, then gone. It may read this program's files and nothing else.
import { Worker } from "node:worker_threads";
import { ParseRequest, type ParseReply } from "./contract.ts";
import { readDocument } from "./document.ts";

// A parser that hangs would outlive a parent that was killed; only another thread can end it then.
const lifetimeMs = Number(process.argv[2]);
new Worker(`setTimeout(() => process.kill(process.pid, "SIGKILL"), ${lifetimeMs})`, {
  eval: true,
}).unref();

process.once("message", (message) => {
  reply(message).then(
    (answer) => process.send?.(answer, () => process.disconnect()),
    () => process.exit(1),
  );
});

async function reply(message: unknown): Promise<ParseReply> {
  return readDocument(ParseRequest.parse(message));
}
