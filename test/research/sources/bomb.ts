import { createHash } from "node:crypto";

/** A document that means harm, or is badly broken. */
export type HostileDocument = {
  /** As its sender called it. */
  readonly name: string;
  /** Built when asked for: bombs take time and memory even to make. */
  readonly content: () => string | Uint8Array;
  /** How the sentence ends that the person is told; null where what can be read of it does no harm and is read. */
  readonly told: string | RegExp | null;
};

export const MiB = 1024 * 1024;

export const damaged = "it is damaged.";
/** Which of the two limits it meets first is a matter of the machine. */
export const lateOrFull =
  /it needs more memory than a document may use\.$|reading it took longer than [\d.]+ s\.$/;
/** How far a parser gets with it before it gives up is its own affair. */
export const anyWords = /\.$/;
export const harmless = null;

/** Bytes without any order, but always the same. */
export const noise = (bytes: number): Buffer =>
  createHash("shake256", { outputLength: bytes }).update("noise").digest();
