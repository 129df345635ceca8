import type { Reply } from "./reply.ts";
import type { MessageRequest } from "./request.ts";

/** What is known of a call besides its request. */
export type Call = {
  /** Its place in the order of arrival, from 0. */
  readonly number: number;
  readonly requestId: string;
  readonly hash: string;
  /** Which conversation it belongs to; a new one, if nothing in it was said before. */
  readonly conversation: string;
  readonly batch: boolean;
  /** Aborted when the caller has hung up. */
  readonly signal: AbortSignal;
};

/** What answers. Everything it says should follow from the request, so that a test can be run again. */
export type Brain = (request: MessageRequest, call: Call) => Reply | Promise<Reply>;
