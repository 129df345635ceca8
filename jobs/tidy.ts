import { z } from "zod";
import { defineJob } from "../src/queue/job.ts";
import type { Database } from "../src/store/database.ts";
import { bookLost } from "../src/store/settlements.ts";
import { forgetDeliveries } from "../src/store/tidy.ts";

export type TidyDeps = {
  readonly db: Database;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** Slack delivers an event again within five minutes; where an app has asked for delayed events, within a day. Twice that. */
export const inboxKeptForHours = 48;

/** No job lasts as long, so nobody can be waiting for a model's answer that was asked for earlier. */
export const lostAfterMinutes = 60;

/** Throws away what nobody can need any more, and closes the books on what nobody will end. A repeat finds nothing. */
export const tidy = defineJob({
  queue: "tidy",
  payload: z.object({}),
  options: { retryLimit: 1, retryDelaySeconds: 60, expireSeconds: 300, policy: "one_at_a_time" },

  async work(_payload, { db, log }: TidyDeps) {
    const forgotten = await forgetDeliveries(db, inboxKeptForHours);
    const lost = await bookLost(db, lostAfterMinutes);
    if (lost > 0) log("calls booked as maybe paid", { calls: lost });
    if (forgotten > 0) log("tidied", { deliveries: forgotten });
  },
});
