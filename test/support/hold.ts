// Opens the embedded Postgres in the folder given, tells how that went, and holds it until SIGTERM.
import { openEmbeddedPostgres } from "../../src/store/embedded.ts";

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const postgres = await openEmbeddedPostgres({
    folder: process.argv[2] ?? "",
    log: (line) => say({ log: line }),
    settings: { fsync: "off" },
  });
  say({ opened: { url: postgres.url, adopted: postgres.adopted } });
  await new Promise((stop) => process.once("SIGTERM", stop));
  await postgres.stop();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  say({ refused: { name: error.name, message: error.message } });
}
