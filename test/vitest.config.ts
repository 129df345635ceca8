import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

/** Files that put a module of ours aside for themselves: what they load must be nobody else's. */
const apart = ["test/**/*.off.test.ts"];

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    globalSetup: "test/support/postgres.ts",
    pool: "forks",
    // Each file waits mostly for Postgres, HTTP and child processes, so two cores can do three at a time.
    maxWorkers: 3,
    // Patience costs nothing where things go well, and a machine may be busy with something else.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      // No module of ours keeps anything, so what one file has loaded is good for the next; loading is a fifth of the time.
      {
        extends: true,
        test: { name: "all", include: ["test/**/*.test.ts"], exclude: apart, isolate: false },
      },
      { extends: true, test: { name: "apart", include: apart } },
    ],
  },
});
