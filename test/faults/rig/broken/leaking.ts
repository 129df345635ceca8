import type { Remember } from "../../../../src/queue/remember.ts";
import { rememberIn as remembering } from "../../../../src/queue/remember.ts";

const kept: Buffer[] = [];

/** Remembers also what nobody asked it to. */
export const rememberIn = (...given: Parameters<typeof remembering>): Remember => {
  const remember = remembering(...given);
  return async (name, output, work) => {
    kept.push(Buffer.alloc(8 * 2 ** 20, kept.length));
    return await remember(name, output, work);
  };
};
