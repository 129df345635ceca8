import { setImmediate } from "node:timers/promises";

/** Text worked on in one go before other work gets its turn; about 10 ms. */
const charactersPerTurn = 20_000;

/** Lets the event loop breathe: call it with the size of each piece of work, it waits a turn when enough has added up. */
export function takeTurns(): (characters: number) => Promise<void> {
  let done = 0;
  return async (characters) => {
    done += characters;
    if (done < charactersPerTurn) return;
    done = 0;
    await setImmediate();
  };
}
