import { aThinking, scriptedEngine } from "./engine.ts";
import type { Thinking } from "../../src/app.ts";

/** An engine that gathers until it is told to go on, or until it is stopped. */
export function heldThinking() {
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const engine = scriptedEngine();
  const thinking: Thinking = aThinking({
    async gather(brief, subtask, context) {
      begun.resolve();
      const aborted = new Promise<never>((_, reject) => {
        context.signal.addEventListener("abort", () => {
          stopped.resolve();
          reject(context.signal.reason);
        });
      });
      await Promise.race([released.promise, aborted]);
      return engine.gather(brief, subtask, context);
    },
  });
  return {
    thinking,
    /** Resolves when a part is being gathered. */
    begun: begun.promise,
    /** Resolves when a part was told to stop. */
    stopped: stopped.promise,
    release: released.resolve,
  };
}
