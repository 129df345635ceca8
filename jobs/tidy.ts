import { z } from "zod";
import { defineJob } from "../src/queue/job.ts";
import type { Database } from "../src/store/database.ts";
import { forgetDeliveries } from "../src/store/tidy.ts";

export type TidyDeps = {
  readonly db: Database;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** Slack delivers an event again within five minutes; where an app has asked for delayed events, within a day. Twice that. */
export const inboxKeptForHours = 48;

/** Throws away what nobody can need any more. A repeat finds nothing. */
export const tidy = defineJob({
  queue: "tidy",
  payload: z.object({}),
  options: { retryLimit: 1, retryDelaySeconds: 60, expireSeconds: 300, policy: "one_at_a_time" },

  async work(_payload, { db, log }: TidyDeps) {
    const forgotten = await forgetDeliveries(db, inboxKeptForHours);
    if (forgotten > 0) log("tidied", { deliveries: forgotten });
  },
});
