import type { Reply, RequestBody, RequestName } from "../../requests.ts";
import type { Memory } from "./memory.ts";
import type { Place, State } from "./state.ts";

/** What every part of the page works with. */
export type Page = {
  state(): State;
  /** Replaces parts of the state and draws what follows from them. */
  change(next: Partial<State>): void;
  /** Looks at another place, as if its row had been clicked; `back` when the address already says so. */
  go(place: Partial<Place>, why?: "back"): void;
  /** Looks at the workspace as somebody else. */
  be(user: string): Promise<void>;
  /** Asks the stand-in for something, in the reader's name. */
  send<Name extends RequestName>(name: Name, body: Omit<RequestBody<Name>, "user">): Promise<Reply>;
  /** A short word at the bottom of the page. */
  toast(text: string): void;
  memory: Memory;
};
