import type { Call } from "./call.ts";
import type { Identity } from "./people.ts";

/** One workspace's door to Slack: who we are there, and how to call. */
export type Slack = { readonly call: Call; readonly identity: Identity; readonly token: string };
