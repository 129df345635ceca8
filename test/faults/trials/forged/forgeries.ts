import { createHmac } from "node:crypto";
import { signingSecret } from "../../rig/asking.ts";
import type { Chance } from "../../rig/chance.ts";
import { nowSeconds, type Raw, signatureOf } from "../../rig/raw.ts";

/** A request as Slack would make it, before anybody has signed it. */
export type Genuine = { readonly body: string; readonly type: string };

/** Turns a genuine request into one that Slack never made: by its headers, or by what it says. */
export type Forgery = (genuine: Genuine, chance: Chance) => Raw;

type Headers = Record<string, string | string[]>;

const timestamp = "x-slack-request-timestamp";
const signature = "x-slack-signature";

export const sign = (
  { body, type }: Genuine,
  at = String(nowSeconds()),
): Raw & { headers: Headers } => ({
  body,
  headers: { "content-type": type, ...signatureOf(signingSecret, body, at) },
});

/** As it should be signed, but for these headers. */
const but =
  (headers: (genuine: Genuine, chance: Chance) => Headers): Forgery =>
  (genuine, chance) => {
    const raw = sign(genuine);
    return { ...raw, headers: { ...raw.headers, ...headers(genuine, chance) } };
  };

/** Signed with the right secret, at a time that is none, or not now. */
const timed = (time: (chance: Chance) => string): Forgery =>
  but(({ body }, chance) => signatureOf(signingSecret, body, time(chance)));

const within = (chance: Chance, from: number, to: number): number => from + chance.below(to - from);
const without =
  (...names: readonly string[]): Forgery =>
  (genuine) => {
    const { body, headers } = sign(genuine);
    const rest = Object.entries(headers).filter(([name]) => !names.includes(name));
    return { body, headers: Object.fromEntries(rest) };
  };

const digest = (algorithm: string, text: string): string =>
  createHmac(algorithm, signingSecret).update(text).digest("hex");

const hex = (chance: Chance, length: number): string =>
  Array.from({ length }, () => chance.below(16).toString(16)).join("");

/** Every way of forging that we know of, by its name. */
export const forgeries: Readonly<Record<string, Forgery>> = {
  "no signature at all": without(timestamp, signature),
  "no signature": without(signature),
  "no time": without(timestamp),
  "another secret": but(({ body }, chance) => signatureOf(hex(chance, 32), body)),
  "no secret": but(({ body }) => signatureOf("", body)),
  "expired by a minute": timed((chance) => String(nowSeconds() - within(chance, 360, 420))),
  "long expired": timed((chance) => String(nowSeconds() - within(chance, 420, 10_000_000))),
  "six minutes ahead": timed((chance) => String(nowSeconds() + within(chance, 360, 420))),
  "far ahead": timed((chance) => String(nowSeconds() + within(chance, 420, 10_000_000))),
  "a time as 1e10": timed((chance) => `${within(chance, 1, 9)}e${within(chance, 5, 12)}`),
  "a time in milliseconds": timed(() => String(Date.now())),
  "a time with a sign": timed((chance) => `${chance.pick(["+", "-"])}${nowSeconds()}`),
  "a time with a fraction": timed((chance) => `${nowSeconds()}.${chance.below(1_000)}`),
  "a time in hex": timed(() => `0x${nowSeconds().toString(16)}`),
  "no time in the time": timed((chance) =>
    chance.pick(["", "now", "NaN", "Infinity", "null", "0"]),
  ),
  "a fresh time on an old signature": but(({ body }, chance) => ({
    ...signatureOf(signingSecret, body, String(nowSeconds() - within(chance, 1, 200))),
    [timestamp]: String(nowSeconds()),
  })),
  "a body that was changed": (genuine, chance) => {
    const at = chance.below(genuine.body.length);
    const body = `${genuine.body.slice(0, at)} ${genuine.body.slice(at)}`;
    return { ...sign(genuine), body };
  },
  "a body with more at its end": (genuine) => ({ ...sign(genuine), body: `${genuine.body}\n` }),
  "a signature over another body": but((_, chance) =>
    signatureOf(signingSecret, `{"type":"${hex(chance, 8)}"}`),
  ),
  "a signature that is chance": but((_, chance) => ({ [signature]: `v0=${hex(chance, 64)}` })),
  "a digit that was changed": but(({ body }) => {
    const { [signature]: right, ...time } = signatureOf(signingSecret, body);
    const last = right.endsWith("0") ? "1" : "0";
    return { ...time, [signature]: right.slice(0, -1) + last };
  }),
  "version 1": but(({ body }) => {
    const { [signature]: right, ...time } = signatureOf(signingSecret, body);
    return { ...time, [signature]: right.replace("v0=", "v1=") };
  }),
  "no version": but(({ body }) => {
    const { [signature]: right, ...time } = signatureOf(signingSecret, body);
    return { ...time, [signature]: right.replace("v0=", "") };
  }),
  "no hex": but((_, chance) => ({ [signature]: `v0=${hex(chance, 63)}g` })),
  "too short": but(({ body }, chance) => {
    const { [signature]: right, ...time } = signatureOf(signingSecret, body);
    return { ...time, [signature]: right.slice(0, 3 + chance.below(63)) };
  }),
  "too long": but(({ body }, chance) => {
    const { [signature]: right, ...time } = signatureOf(signingSecret, body);
    return { ...time, [signature]: right + hex(chance, 2) };
  }),
  "in capitals": but(({ body }) => {
    const { [signature]: right, ...time } = signatureOf(signingSecret, body);
    return { ...time, [signature]: right.toUpperCase() };
  }),
  "by another algorithm": but(({ body }, chance) => {
    const at = String(nowSeconds());
    const made = digest(chance.pick(["sha1", "md5", "sha512"]), `v0:${at}:${body}`);
    return { [timestamp]: at, [signature]: `v0=${made}` };
  }),
  "over the body alone": but(({ body }) => ({ [signature]: `v0=${digest("sha256", body)}` })),
  "the signature twice": but(({ body }, chance) => {
    const { [signature]: right } = signatureOf(signingSecret, body);
    const wrong = `v0=${hex(chance, 64)}`;
    return {
      [signature]: chance.pick([
        [right, wrong],
        [wrong, right],
        [right, right],
      ]),
    };
  }),
  "the time twice": but((_, chance) => {
    const [now, other] = [nowSeconds(), nowSeconds() - chance.below(100)];
    return {
      [timestamp]: chance.pick([
        [`${now}`, `${other}`],
        [`${other}`, `${now}`],
      ]),
    };
  }),
};
