import type { Snapshot } from "../../contract.ts";
import { isRecord } from "./draw/read.ts";
import type { Memory } from "./memory.ts";
import { emptyForm, type Place, type State } from "./state.ts";
import { newestRead, unreadSince } from "./unread.ts";

/** What is shown before anything has happened; a first visit counts as having read everything. */
export function firstState(snapshot: Snapshot, place: Place, memory: Memory): State {
  const drawer = memory.get("drawer");
  const seen = memory.get(`read:${snapshot.me}`);
  const read = isRecord(seen) ? onlyTexts(seen) : newestRead(snapshot);
  return {
    snapshot,
    place,
    read,
    newAfter: unreadSince({ snapshot, read }, place.channel),
    troubles: {},
    form: emptyForm,
    editing: undefined,
    drawer: {
      open: isRecord(drawer) && drawer["open"] === true,
      tab: isRecord(drawer) && drawer["tab"] === "faults" ? "faults" : "log",
      kind: "all",
      text: "",
    },
    faults: [],
    tries: memory.get("tries") !== false,
    online: true,
  };
}

function onlyTexts(record: Record<string, unknown>): Record<string, string> {
  const pairs = Object.entries(record).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return Object.fromEntries(pairs);
}
