import type { settle as waits } from "../../../../src/slack/outcome.ts";

export { answerWithinMs, notStored } from "../../../../src/slack/outcome.ts";

/** Acknowledges at once, as Bolt does with events, and lets the listeners work on what came behind Slack's back. */
export const settle: typeof waits = (app, delivered) => {
  app.processEvent({ ...delivered, ack: async () => {} }).catch(() => {}); // Nobody is left to hear of it.
  return Promise.resolve({ result: "settled", acked: true, reply: undefined });
};
