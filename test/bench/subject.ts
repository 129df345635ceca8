import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** An app under load, in a process of its own: it shares no event loop with whoever measures it. */
export type Subject = AsyncDisposable & { readonly url: string; readonly pid: number };

const Ready = z.object({ url: z.string() });

/** Starts `subjects/<name>.ts` with these arguments; it answers when this resolves. */
export async function startSubject(name: string, given: object): Promise<Subject> {
  const script = fileURLToPath(new URL(`subjects/${name}.ts`, import.meta.url));
  const child = fork(script, [JSON.stringify(given)], { execArgv: [] });
  const exited = once(child, "exit");
  const ready = once(child, "message").then(([message]) => Ready.parse(message));
  const early = exited.then(([code]) => {
    throw new Error(`${name} ended before it was ready (${code})`);
  });
  const { url } = await Promise.race([ready, early]);
  return {
    url,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
