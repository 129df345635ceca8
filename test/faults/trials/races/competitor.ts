/** Thrown into a competitor that dies: nothing it still wanted to do happens. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** Somebody who changes the task while others do. */
export type Competitor = {
  readonly name: string;
  /** The turn with which it dies, counted from 1; undefined for one that lives. */
  diesAt: number | undefined;
  turns: number;
  dead: boolean;
  ended: boolean;
  /** Statements that were let go and have not come back. */
  inFlight: number;
  /** Its statement was seen to wait for a lock, and nobody has let go of one since. */
  locked: boolean;
  readonly waiting: { readonly label: string; readonly go: () => void }[];
  offered: boolean;
};

export const competitor = (name: string, diesAt: number | undefined): Competitor => ({
  name,
  diesAt,
  turns: 0,
  dead: false,
  ended: false,
  inFlight: 0,
  locked: false,
  waiting: [],
  offered: false,
});

/** Waits for nothing but its turn. */
export const isReady = ({ ended, inFlight, waiting }: Competitor): boolean =>
  !ended && inFlight === 0 && waiting.length > 0;

/** A statement of its is under way, or it is thinking. */
export const isBusy = (own: Competitor): boolean => !own.ended && !own.locked && !isReady(own);

/** Has a statement under way that has not come back. */
export const isWaiting = ({ ended, inFlight }: Competitor): boolean => !ended && inFlight > 0;
