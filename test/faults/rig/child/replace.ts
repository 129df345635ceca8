import { registerHooks } from "node:module";
import { z } from "zod";

/** Modules of Legwork's by their path, and what takes their place: files of `broken/`. */
export const Replaced = z.record(z.string(), z.string());
export type Replaced = Readonly<z.infer<typeof Replaced>>;

const root = new URL("../../../../", import.meta.url);
const broken = new URL("../broken/", import.meta.url);

/** From now on this process loads other modules than it asks for. What replaces one may still load the one it replaces. */
export function replace(given: unknown): void {
  const replaced = new Map(
    Object.entries(Replaced.parse(given)).map(([path, file]) => [
      new URL(path, root).href,
      new URL(file, broken).href,
    ]),
  );
  if (replaced.size === 0) return;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const instead = replaced.get(resolved.url);
      return instead === undefined || context.parentURL === instead
        ? resolved
        : { ...resolved, url: instead };
    },
  });
}
