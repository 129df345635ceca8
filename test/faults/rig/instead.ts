// Loaded before a program of the rig: where the program asks for certain modules, it gets others.
import { registerHooks } from "node:module";
import { z } from "zod";

const pairs = z
  .array(z.tuple([z.string(), z.string()]))
  .parse(JSON.parse(process.env["LEGWORK_FAULTS_INSTEAD"] ?? "[]"));
const instead = new Map(pairs);

if (instead.size > 0) {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const other = instead.get(found.url);
      return other === undefined || context.parentURL === other ? found : { ...found, url: other };
    },
  });
}
