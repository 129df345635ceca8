import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";

/** Brings the tables up to date, forward only. Any number of processes may call it at once: one works, the others wait. */
export async function migrate(connectionString: string): Promise<readonly string[]> {
  const applied = await runner({
    databaseUrl: connectionString,
    dir: fileURLToPath(new URL("migrations", import.meta.url)),
    direction: "up",
    migrationsTable: "migration",
    advisoryLockMode: "wait",
    log: () => {},
  });
  return applied.map(({ name }) => name);
}
