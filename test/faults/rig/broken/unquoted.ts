// In place of what makes words of others harmless: they stay as they are.
import { clamp } from "../../../../blocks/text.ts";

export * from "../../../../blocks/text.ts";

const same = (text: string): string => text;

export const escapeText = same;
export const legible = same;
export const quoted = same;
export const quotedWithin = clamp;
