import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { ListenerDeps } from "../src/listeners/deps.ts";
import { registerListeners } from "../src/listeners/register.ts";
import { Manifest } from "./support/manifest.ts";
import { readSources } from "./support/sources.ts";

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const manifest = Manifest.parse(parse(readFileSync(file("manifest.yml"), "utf8")));
const { features, settings } = manifest;
const scopes = manifest.oauth_config.scopes.bot;
const events = settings.event_subscriptions.bot_events;

const kinds = ["command", "event", "shortcut", "action", "view"] as const;
type Heard = { readonly kind: (typeof kinds)[number]; readonly name: string };

const Wanted = z.union([
  z.string(),
  z.object({ callback_id: z.string() }).transform(({ callback_id }) => callback_id),
]);

/** Everything that the listeners wait for, as they say it to Bolt. */
function listen(): readonly Heard[] {
  const heard: Heard[] = [];
  const recorder = kinds.map((kind) => {
    return [kind, (wanted: unknown) => void heard.push({ kind, name: Wanted.parse(wanted) })];
  });
  const app: App = Object.assign(Object.create(App.prototype), Object.fromEntries(recorder));
  const untouched: ListenerDeps = Object.create(null);
  registerListeners(app, untouched);
  return heard;
}

const heard = listen();
const namesOf = (kind: Heard["kind"]) =>
  heard.filter((one) => one.kind === kind).map(({ name }) => name);

test("the listeners hear exactly the commands and shortcuts that the app has", () => {
  const commands = features.slash_commands.map(({ command }) => command);
  expect(new Set(namesOf("command"))).toEqual(new Set(commands));
  expect(namesOf("shortcut")).toEqual(features.shortcuts.map(({ callback_id }) => callback_id));
});

test("the listeners hear exactly the events that the app is sent", () => {
  // Sent only to apps with the agent view, which would lock guests out.
  const onlyWithAgentView = new Set(["agent_session_stopped"]);
  const wanted = namesOf("event").filter((name) => !onlyWithAgentView.has(name));
  const sent = events.map((name) => (name.startsWith("message.") ? "message" : name));
  expect(new Set(wanted)).toEqual(new Set(sent));
  expect(events.filter((name) => name.startsWith("message."))).toEqual([
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
  ]);
});

const history = ["channels:history", "groups:history", "im:history", "mpim:history"];
const about = ["channels:read", "groups:read", "im:read", "mpim:read"];

/** What each method of the Web API asks for, in all the places where we call it. */
const methodScopes: Record<string, readonly string[]> = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "conversations.history": history,
  "conversations.replies": history,
  "conversations.info": about,
  "conversations.members": about,
  "conversations.open": ["im:write"],
  "files.info": ["files:read"],
  "users.info": ["users:read"],
  "users.list": ["users:read"],
  "views.open": [],
  "views.publish": [],
};

const eventScopes: Record<string, readonly string[]> = {
  app_home_opened: [],
  app_mention: ["app_mentions:read"],
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  "message.im": ["im:history"],
  "message.mpim": ["mpim:history"],
};

const called = new Set(
  readSources()
    .filter(({ path }) => /^src\/(?:slack|listeners)\//.test(path))
    .flatMap(({ code }) => [
      ...[...code.matchAll(/"([a-z]+\.[a-z]+[a-zA-Z.]*)"/g)].map(([, name = ""]) => name),
      ...[...code.matchAll(/\bclient\.(\w+\.\w+)/g)].map(([, name = ""]) => name),
    ])
    .filter(
      (name) => !/^(?:message|client)\./.test(name) && !/\.(?:com|ts|client|http)$/.test(name),
    ),
);

test("every method that we call is one whose scopes are known, and none is known in vain", () => {
  expect(called).toEqual(new Set(Object.keys(methodScopes)));
});

test("the app asks for exactly the scopes that its methods, events, commands and shortcuts need", () => {
  const needed = [
    "commands",
    ...[...called].flatMap((method) => methodScopes[method] ?? ["unknown"]),
    ...events.flatMap((event) => eventScopes[event] ?? ["unknown"]),
  ];
  expect(new Set(scopes)).toEqual(new Set(needed));
});

test("over HTTP all of Slack comes to one address, and Socket Mode is off", () => {
  const { event_subscriptions, interactivity, socket_mode_enabled } = settings;
  const addresses = [
    ...features.slash_commands.map(({ url }) => url),
    event_subscriptions.request_url,
    interactivity.request_url,
  ];
  expect(new Set(addresses)).toEqual(new Set(["https://legwork.example.com/slack/events"]));
  expect(socket_mode_enabled).toBe(false);
});

test("the Slack CLI gets the same app, for Socket Mode and without any address", () => {
  const Hooks = z.object({ hooks: z.object({ "get-manifest": z.string(), start: z.string() }) });
  const { hooks } = Hooks.parse(JSON.parse(readFileSync(file(".slack/hooks.json"), "utf8")));
  const [program, ...args] = hooks["get-manifest"].split(" ");
  expect([program, hooks.start]).toEqual(["node", "npm start"]);

  const printed = execFileSync(process.execPath, args, { cwd: file("."), encoding: "utf8" });
  const local = Manifest.parse(JSON.parse(printed));
  expect(printed).not.toContain("https:");
  expect(local.settings.socket_mode_enabled).toBe(true);
  expect(local.oauth_config).toEqual(manifest.oauth_config);
  expect(local.settings.event_subscriptions.bot_events).toEqual(events);

  const plain = execFileSync(process.execPath, [".slack/manifest.mjs"], {
    cwd: file("."),
    encoding: "utf8",
  });
  expect(JSON.parse(plain)).toEqual(manifest);
});
