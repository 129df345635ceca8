import { connect } from "node:net";
import {
  aClick,
  aCommand,
  aMessage,
  anEvent,
  aPayload,
  form,
  json,
} from "../../../support/signed.ts";
import { signingSecret } from "../../rig/asking.ts";
import { type Answered, type Line, nowSeconds, type Raw, signatureOf } from "../../rig/raw.ts";

/** Something that must not come in, or must come in unharmed; every answer to it is one of these. */
export type Case = {
  readonly name: string;
  readonly allowed: readonly number[];
  readonly play: (line: Line, url: string) => Promise<readonly Answered[]>;
};

type Headers = Raw["headers"];

const signed = (body: string | Buffer, type: string, headers: Headers = {}): Raw => ({
  body,
  headers: { "content-type": type, ...signatureOf(signingSecret, body), ...headers },
});

const once = (name: string, allowed: number, raw: () => Raw): Case => ({
  name,
  allowed: [allowed],
  play: async (line) => [await line.send(raw())],
});

const event = (overrides: object = {}, envelope: object = {}): string =>
  anEvent(aMessage(overrides), envelope);

/** An event under other headers than its own. */
const withHeaders = (name: string, headers: () => Headers): Case =>
  once(name, 401, () => ({ body: event(), headers: { "content-type": json, ...headers() } }));

const offBy = (seconds: number) => (): Headers => {
  const body = event();
  return signatureOf(signingSecret, body, String(nowSeconds() + seconds));
};

const at = () => ({ "x-slack-request-timestamp": String(nowSeconds()) });
const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

/** The list of all that has been seen to break an ingress, in its order. */
export const cases: readonly Case[] = [
  withHeaders("no signature", () => ({})),
  withHeaders("wrong secret", () => signatureOf("another", event())),
  withHeaders("six minutes old", offBy(-360)),
  withHeaders("from in six minutes", offBy(360)),
  {
    name: "replayed",
    allowed: [200],
    async play(line) {
      const raw = signed(event(), json);
      return [await line.send(raw), await line.send(raw)];
    },
  },
  withHeaders("signature over another body", () => signatureOf(signingSecret, "{}")),
  ...(["x-slack-signature", "x-slack-request-timestamp"] as const).map((name) =>
    once(`${name} twice`, 401, () => {
      const raw = signed(event(), json);
      return { ...raw, headers: { ...raw.headers, [name]: [String(raw.headers[name]), "1"] } };
    }),
  ),
  ...["v1=abc", "v0=", "v0", "zz", `v0=${"g".repeat(64)}`, "v0=0"].map((signature) =>
    withHeaders(`signature ${signature}`, () => ({ ...at(), "x-slack-signature": signature })),
  ),
  withHeaders("time 1e10", () => signatureOf(signingSecret, event(), "1e10")),
  ...["null", "[]", "123", '"text"', "", deep, '{"type":'].map((body) =>
    once(`body ${body.slice(0, 12)}`, 400, () => signed(body, json)),
  ),
  ...[null, [], 5].map((payload) =>
    once(`payload ${JSON.stringify(payload)}`, 400, () => signed(aPayload(payload), form)),
  ),
  once("event null", 400, () => signed(event().replace(/"event":\{.*\}\}/, '"event":null}'), json)),
  once("no actions", 400, () => signed(aPayload(aClick({ actions: [] })), form)),
  once("form with a charset", 200, () => signed(aCommand(), `${form}; charset=utf-8`)),
  once("ssl_check and a payload", 400, () => signed("ssl_check=1&payload=null", form)),
  { name: "10 MB unsigned", allowed: [413, 0], play: async (line) => [await line.send(huge())] },
  { name: "half a body", allowed: [408], play: async (_line, url) => [await halfBody(url)] },
  ...["__proto__", "constructor"].map((name) =>
    once(`key ${name}`, 200, () => signed(event({ [name]: 1, toString: 2 }), json)),
  ),
  once("deep within", 200, () =>
    signed(event({ deep: 0 }).replace('"deep":0', `"d":${deep}`), json),
  ),
  once("no UTF-8", 400, () => signed(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), json)),
  once("NUL and half a surrogate", 200, () =>
    signed(event({ text: "<@U0LEGWORK> \0 \ud800" }), json),
  ),
  once("40,000 characters", 200, () =>
    signed(event({ text: `<@U0LEGWORK> ${"why ".repeat(10_000)}` }), json),
  ),
  once("invisible", 200, () =>
    signed(event({ text: "<@U0LEGWORK> \u200b\u202ewhy\u{e0041} is it slow?" }), json),
  ),
  once("another app", 200, () => signed(event({}, { api_app_id: "A0OTHER" }), json)),
  once("unknown workspace", 400, () =>
    signed(event({}, { team_id: "T0X", authorizations: [{ team_id: "T0X" }] }), json),
  ),
];

const huge = (): Raw => ({
  body: Buffer.alloc(10 * 1024 * 1024, 0x61),
  headers: { "content-type": json },
});

/** Longer than anybody should have to wait for a refusal, in milliseconds. */
const closeMsMax = 5_000;

/** Says half of what it announces, and falls silent. */
async function halfBody(url: string): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const startedAt = performance.now();
  const socket = connect(Number(port), hostname);
  let text = "";
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => socket.destroy(), closeMsMax);
  socket.on("data", (bytes) => {
    text += String(bytes);
    resolve();
  });
  socket.on("error", () => resolve()).on("close", () => resolve());
  socket.write("POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");
  await closed;
  clearTimeout(timer);
  socket.destroy();
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
  return { status, ms: performance.now() - startedAt, text };
}
