export * from "../../../../src/research/claude/visible.ts";

/** In place of the one of `src/research/claude/visible.ts`: everybody is told what anybody may read. */
export const visibleIn = <Material>(material: Material): Material => material;
