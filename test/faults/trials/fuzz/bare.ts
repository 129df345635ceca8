import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const script = fileURLToPath(new URL("../../../bench/subjects/bolt.ts", import.meta.url));
const Ready = z.object({ url: z.string() });

/** A Bolt app with Bolt's own receiver, as its documentation writes one. */
export async function startBare(signingSecret: string) {
  const child = fork(script, [JSON.stringify({ signingSecret })], {
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const exited = once(child, "exit");
  const [ready] = await Promise.race([once(child, "message"), exited]);
  const { url } = Ready.parse(ready);
  const end = () => child.exitCode ?? child.signalCode;
  return {
    url,
    ended: () => (end() === null ? undefined : `ended with ${end()}`),
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      if (end() === null) await exited;
    },
  };
}
