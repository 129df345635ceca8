import { migrate } from "../../src/store/migrate.ts";
import { temporaryDatabase } from "../support/postgres.ts";
import type { Ground } from "./ground.ts";

/** The tests' own server instead of one with full durability: here only counts that every part runs to its end. */
export function testGround(opened: AsyncDisposableStack): Ground {
  const migrated = async () => {
    const { url } = opened.use(await temporaryDatabase());
    await migrate(url);
    return url;
  };
  return { migrated, empty: migrated, [Symbol.asyncDispose]: async () => {} };
}
