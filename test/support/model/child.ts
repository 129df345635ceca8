import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { Breach } from "./breach.ts";
import type { Ordered } from "./control.ts";
import { defaultApiKey } from "./house.ts";
import { Bill, Entry } from "./ledger.ts";

/** What can be said of a stand-in in one line of JSON; its brains are the ready-made ones. */
export const ChildOptions = z.strictObject({
  brain: z.enum(["research", "obedient"]).optional(),
  apiKey: z.string().optional(),
  strict: z.boolean().optional(),
  seed: z.int().optional(),
  holdBatches: z.boolean().optional(),
});
export type ChildOptions = z.infer<typeof ChildOptions>;

const Report = z.object({ ledger: z.array(Entry), breaches: z.array(Breach), bill: Bill });
export type Report = z.infer<typeof Report>;

/** The stand-in in a process of its own, for rigs that must outlive, or kill, everything else. */
export type ModelChild = AsyncDisposable & {
  readonly url: string;
  readonly pid: number;
  fail(order: Ordered): Promise<void>;
  report(): Promise<Report>;
  endBatches(): Promise<void>;
};

/** Starts it with the Node that runs this. */
export async function startModelChild(options: ChildOptions = {}): Promise<ModelChild> {
  const script = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const lines = createInterface(child.stdout);
  const ended = closed.then(() => {
    throw new Error("the stand-in ended before it was up");
  });
  const [line] = await Promise.race([once(lines, "line"), ended]);
  ended.catch(() => {}); // From here on its end is what is wanted of it.
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));

  const tell = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        "x-api-key": options.apiKey ?? defaultApiKey,
        "anthropic-version": "2026-10-21",
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  };
  return {
    url,
    pid: child.pid ?? 0,
    fail: async (order) => void (await tell("POST", "/control/fail", order)),
    report: async () => Report.parse(await tell("GET", "/control/report")),
    endBatches: async () => void (await tell("POST", "/control/batches/end")),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
