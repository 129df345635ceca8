import { expect, test } from "vitest";

import { aRequest, ask } from "./ask.ts";
import {
  assistant,
  closed,
  format,
  marked,
  older,
  result,
  search,
  source,
  text,
  use,
  user,
} from "./phrases.ts";
import { startModel } from "./server.ts";

const start = () => startModel({ brain: () => ({ content: [{ type: "text", text: "Fine." }] }) });

const right: readonly [string, object][] = [
  ["the least that is needed", {}],
  [
    "results first, then the answer goes on",
    {
      messages: [
        user(text("Q")),
        assistant(text("Let me see."), use("a"), use("b")),
        user(result("b"), result("a")),
      ],
    },
  ],
  [
    "a system message at the end, and one before an assistant's",
    {
      messages: [
        user(text("Q")),
        { role: "system", content: "Be brief." },
        assistant(text("A")),
        user(text("Q")),
        { role: "system", content: "Now." },
      ],
    },
  ],
  [
    "a prefill, a forced tool and a temperature on an older model",
    {
      ...older,
      temperature: 0,
      tools: [search],
      tool_choice: { type: "any" },
      messages: [user(text("Q")), assistant(text("The answer is"))],
    },
  ],
  [
    "four breakpoints, the long-lived first",
    {
      system: [text("S", { cache_control: { type: "ephemeral", ttl: "1h" } })],
      messages: [user(text("a", marked), text("b", marked), text("c", marked))],
    },
  ],
  [
    "citations on all sources",
    {
      messages: [
        user(
          source({ citations: { enabled: true } }),
          source({ citations: { enabled: true } }),
          text("Q"),
        ),
      ],
    },
  ],
  [
    "sources without citations in a fixed format",
    {
      ...format({ ...closed, properties: { a: { type: "string" } }, required: ["a"] }),
      messages: [user(source(), text("Q"))],
    },
  ],
  [
    "a tool's result with no text at all",
    {
      messages: [
        user(text("Q")),
        assistant(use("a")),
        user({ type: "tool_result", tool_use_id: "a" }),
      ],
    },
  ],
];

test.each(right)("%s is answered", async (_, overrides) => {
  await using model = await start();
  const { status, body } = await ask(model, aRequest(overrides));
  expect(body).toMatchObject({ type: "message" });
  expect(status).toBe(200);
});

const ways: readonly [string, Record<string, string>, number, string][] = [
  ["no key", { "x-api-key": "" }, 401, "authentication_error"],
  ["a wrong key", { "x-api-key": "sk-other" }, 401, "authentication_error"],
  [
    "a wrong bearer token",
    { "x-api-key": "", authorization: "Bearer sk-other" },
    401,
    "authentication_error",
  ],
  [
    "a version that nobody knows",
    { "anthropic-version": "2019-01-01" },
    400,
    "invalid_request_error",
  ],
];

test.each(ways)("%s does not get in", async (_, headers, status, type) => {
  await using model = await start();
  const answered = await ask(model, aRequest(), { headers });
  expect(answered.status).toBe(status);
  expect(answered.body).toMatchObject({ error: { type } });
  expect(model.ledger).toEqual([]);
});

test("the key may come as bearer token, and the version must come", async () => {
  await using model = await start();
  const send = (headers: Record<string, string>) =>
    fetch(`${model.url}/v1/messages`, {
      method: "POST",
      body: JSON.stringify(aRequest()),
      headers,
    });
  const authorization = `Bearer ${model.apiKey}`;
  expect((await send({ authorization, "anthropic-version": "2023-06-01" })).status).toBe(200);
  const without = await send({ authorization });
  expect(without.status).toBe(400);
  expect(await without.text()).toContain("anthropic-version: header is required");
});

test("a model that is not there, and a path that is not there, are answered with 404", async () => {
  await using model = await start();
  const strange = await ask(model, aRequest({ model: "claude-1" }));
  expect(strange.status).toBe(404);
  expect(strange.body).toMatchObject({
    error: { type: "not_found_error", message: "model: claude-1" },
  });
  expect((await ask(model, {}, { path: "/v1/nothing" })).status).toBe(404);
});

test("a body that is no JSON is answered with 400, and one of more than 32 MB with 413", async () => {
  await using model = await start();
  expect((await ask(model, "{")).status).toBe(400);
  const large = await ask(model, "x".repeat(33 * 1_024 * 1_024));
  expect(large.status).toBe(413);
  expect(large.body).toMatchObject({ error: { type: "request_too_large" } });
});
