export * from "../../../../src/store/database.ts";

/** In place of the one of `src/store/database.ts`: a lost connection counts as a failure of whoever used it. */
export const isConnectionLost = (_error: unknown): boolean => false;
