import { DatabaseError } from "pg";
import { z } from "zod";
import { FencedError } from "../../../../src/errors.ts";
import { SlackAmbiguous, SlackRefusal } from "../../../../src/slack/errors.ts";

/** All the ways in which what a job throws can carry a text along. */
export const errors: readonly ((text: string) => unknown)[] = [
  (text) => new Error(text),
  (text) => new TypeError(`fetch failed: ${text}`, { cause: new Error(text) }),
  (text) => new AggregateError([new Error(text)], text),
  (text) =>
    Object.assign(new Error("request failed"), {
      config: { headers: { authorization: text } },
      request: text,
      response: { status: 500, body: text },
    }),
  (text) =>
    Object.assign(new DatabaseError(text, text.length, "error"), { detail: text, where: text }),
  (text) =>
    z.object({ [text]: z.literal("x") }).safeParse({ [text]: text }, { reportInput: true }).error,
  (text) => new SlackAmbiguous("chat.postMessage got no clear answer", { cause: new Error(text) }),
  (text) => Object.assign(new SlackRefusal("chat.postMessage", "invalid_blocks"), { data: text }),
  (text) => new FencedError(text),
  (text) => text,
  (text) => ({ message: text, stack: text }),
];
