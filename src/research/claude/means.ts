import type { Capabilities } from "./capabilities.ts";
import type { Client } from "./client.ts";
import type { Priced } from "./prices.ts";
import type { Prompts } from "./prompts.ts";
import type { Models } from "./setting.ts";

/** What the phases work with. */
export type Means = {
  readonly client: Client;
  readonly models: Models;
  readonly can: (model: string) => Capabilities;
  readonly price: Priced;
  readonly prompts: Prompts;
  /** Whether the web is searched by the service itself, as no other search is set up. */
  readonly serverSearch: boolean;
  readonly now: () => Date;
  /** 0 to 1. */
  readonly chance: () => number;
  /** Ids, counts and kinds of errors; never text that people wrote. */
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};
