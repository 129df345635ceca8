export * from "../../../../src/research/claude/tools/guard.ts";

/** In place of the one of `src/research/claude/tools/guard.ts`: whatever the model asks for goes out. */
export const whyNot = (): string | undefined => undefined;
