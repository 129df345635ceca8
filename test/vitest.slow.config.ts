import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/**
 * What takes processes of its own and half a minute: as important as the others, and too slow for every run. Of most trials
 * it is the control, which takes the guard away and must fail. One at a time.
 */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.slow.ts"],
    globalSetup: "test/support/postgres.ts",
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 180_000,
  },
});
