import type { ModelFacts } from "../catalogue.ts";
import type { MessageRequest } from "../request.ts";

/** What a rule may look at besides the request. */
export type Ground = {
  readonly model: ModelFacts;
  readonly betas: ReadonlySet<string>;
  /** Whether the conversation's last turn is ours and was paused, so that it may be sent back as it is. */
  readonly paused: boolean;
};

/** Says what is wrong with a request, in the service's words where they are known; null if nothing is. */
export type Rule = (request: MessageRequest, ground: Ground) => string | null;
