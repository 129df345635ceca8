import type { Chance } from "../../rig/chance.ts";

/** A secret, and the words around it as they stand in errors and answers. */
export type Planted = {
  readonly what: string;
  readonly secret: string;
  readonly text: string;
  /** Its shape or the name before it gives it away; what people write has neither, and is never said at all. */
  readonly shaped: boolean;
};

/** Twenty of them, new ones for each seed. */
export function plantSecrets(chance: Chance): Planted[] {
  return [
    ...Object.entries(credentials).map(([what, say]) => {
      const secret = secretFrom(chance);
      return { what, secret, text: `before ${say(secret)} after`, shaped: true };
    }),
    ...Object.entries(words).map(([what, say]) => {
      const secret = secretFrom(chance);
      return { what, secret, text: say(secret), shaped: false };
    }),
  ];
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789".split("");
const secretLetters = 24;

/** Letters that mean nothing and look like nothing else. */
export const secretFrom = (chance: Chance): string =>
  Array.from({ length: secretLetters }, () => chance.pick(letters)).join("");

const credentials: Readonly<Record<string, (secret: string) => string>> = {
  "a bot token": (secret) => `xoxb-17-42-${secret}`,
  "a user's token": (secret) => `xoxp-17-${secret}`,
  "a rotating token": (secret) => `xoxe.xoxb-1-${secret}`,
  "an app-level token": (secret) => `xapp-1-A0-${secret}`,
  "a cookie": (secret) => `cookie: b=1; d=xoxd-${secret}; c=${secret}`,
  "a model's key": (secret) => `sk-ant-api03-${secret}-AA`,
  "a search provider's key": (secret) => `tvly-${secret}`,
  "a provider's header": (secret) => `X-Subscription-Token: ${secret}`,
  "headers as a list": (secret) => `["x-api-key", "${secret}", "accept", "*/*"]`,
  "a key in JSON": (secret) => `{"api_key": "${secret}", "q": "cats"}`,
  "JSON within JSON": (secret) => JSON.stringify(JSON.stringify({ client_secret: secret, q: 1 })),
  "a setting": (secret) => `SLACK_SIGNING_SECRET=${secret}`,
  "a bearer header": (secret) => `authorization: Bearer ${secret}`,
  "another header": (secret) => `Authorization: token ${secret}`,
  "a basic header": (secret) =>
    `Basic ${Buffer.from(`legwork:${secret}`).toString("base64")}${secret}`,
  "a database's password": (secret) => `postgres://legwork:${secret}@db:5432/legwork`,
  "a token in an address": (secret) => `https://bank.example/feed?access_token=${secret}&q=1`,
  "a token in an address in an address": (secret) =>
    `https://a.example/?next=%2Ffeed%3Faccess_token%3D${secret}%26q%3D1`,
};

const words: Readonly<Record<string, (secret: string) => string>> = {
  "what a person wrote": (secret) => `we merge with ${secret} on Friday`,
  "what a page says": (secret) => `the draft\n    at src/${secret}:1 is not public`,
};
