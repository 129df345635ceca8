import { expect } from "vitest";
import type { Message } from "../../blocks/elements.ts";
import { refusals } from "./reading.ts";

/** Fails where Slack would refuse a message, or cut it. */
export function expectAccepted(messages: readonly Message[]): void {
  for (const message of messages) expect(refusals(message)).toEqual([]);
}
