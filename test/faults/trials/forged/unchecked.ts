import type { isSigned as checks } from "../../../../src/slack/signature.ts";

/** Takes everybody at their word. */
export const isSigned: typeof checks = () => true;
