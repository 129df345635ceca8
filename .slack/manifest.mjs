// Prints manifest.yml as the JSON that the Slack CLI reads. With --socket: for Socket Mode, without any address.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const manifest = parse(readFileSync(new URL("../manifest.yml", import.meta.url), "utf8"));

if (process.argv.includes("--socket")) {
  for (const command of manifest.features.slash_commands) delete command.url;
  delete manifest.settings.event_subscriptions.request_url;
  delete manifest.settings.interactivity.request_url;
  manifest.settings.socket_mode_enabled = true;
}
process.stdout.write(`${JSON.stringify(manifest)}\n`);
