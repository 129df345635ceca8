import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scrub } from "../src/log.ts";

const secret = "Zq8-tOp_s3cret.VALUE";

test.each([
  ["a bot token", `xoxb-${secret}`],
  ["a user's token", `xoxp-${secret}`],
  ["a rotating token", `xoxe.xoxb-1-${secret}`],
  ["an app-level token", `xapp-1-${secret}`],
  ["a model's key", `sk-ant-api03-${secret}`],
  ["a search provider's key", `tvly-${secret}`],
  ["a bearer header", `authorization: Bearer ${secret}`],
  ["a basic header", `authorization: Basic WnE4LXRPcF9zM2NyZXQuVkFMVUU=`],
  ["a database's password", `postgres://legwork:${secret}@db:5432/legwork`],
  ["a password with an at sign", `postgres://legwork:a@b${secret}@db/legwork`],
  ["a password without a name", `redis://:${secret}@cache`],
  ["an incoming webhook", `https://hooks.slack.com/services/T0/B0/${secret}`],
  ["a response address", `https://hooks.slack.com/commands/T0/1/${secret}`],
  ["a key in a query", `https://api.example.com/search?api_key=${secret}&q=cats`],
  ["a key in JSON", `{"api_key": "${secret}", "q": "cats"}`],
  ["a signing secret", `SLACK_SIGNING_SECRET=${secret}`],
  ["a provider's header", `X-Subscription-Token: ${secret}`],
  ["a header of another kind", `authorization: token ${secret}`],
  ["headers as a list", `["x-api-key", "${secret}", "accept", "*/*"]`],
  ["JSON within JSON", String.raw`{\"client_secret\":\"${secret}\"}`],
  ["JSON within JSON within JSON", String.raw`{\\\"client_secret\\\": \\\"${secret}\\\"}`],
  ["a token in an address in an address", `https://a.example/?to=%3Faccess_token%3D${secret}%26`],
  ["a cookie", `Cookie: a=1; d=${secret}; b=2`],
  ["a password by its short name", `PGPASSWD=${secret}`],
])("%s does not reach the log", (_what, text) => {
  const clean = scrub(`before ${text} after`);
  expect(clean).not.toMatch(/s3cret|WnE4LXRP/);
  expect(clean).toMatch(/^before .*\[secret\].*after$/);
});

test.each([
  "task opened",
  "L-42",
  "https://example.com/a@b/c?q=1",
  "xoxo",
  "run taken over or void",
  "3 basic facts",
  "the key, then the token",
  "cookies are not kept",
])("what is no secret stays: %s", (text) => {
  expect(scrub(text)).toBe(text);
});

test("a line names the event and its fields, scrubbed, as JSON on standard error", () => {
  const log = fileURLToPath(new URL("../src/log.ts", import.meta.url));
  const line = `openLog()("said xoxb-${secret}", { task: 7, message: "Bearer ${secret}" })`;
  const program = `import { openLog } from ${JSON.stringify(log)}; ${line};`;
  const ended = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  expect(ended.stdout).toBe("");
  expect(ended.stderr).not.toContain("s3cret");
  const written: unknown = JSON.parse(ended.stderr);
  expect(written).toMatchObject({ msg: "said [secret]", task: 7, message: "[secret]" });
});
