import fc from "fast-check";
import {
  answered,
  begun,
  changed,
  givenUp,
  held,
  keyOf,
  taken,
  turnedDown,
  wanted,
} from "./deliveries.ts";
import type { Message } from "./life.ts";
import { command, type Move } from "./move.ts";

/** What usually becomes of a message next; `n` chooses where there is a choice. */
const onward =
  (name: string, n: number): Move =>
  (life) => {
    const message = life.rows.deliveries[keyOf(life, name)];
    const sending = [answered(name, 0), answered(name, 0), turnedDown(name, 0), givenUp(name)];
    const sent = [changed(name, 0), changed(name, 0), changed(name, 1), givenUp(name)];
    const next: Record<Message["state"], Move> = {
      pending: life.rows.claim === null || n === 0 ? taken : begun(name, 0),
      sending: sending[n % sending.length] ?? taken,
      sent: sent[n % sent.length] ?? taken,
      unresolved: taken,
    };
    return (message === undefined ? wanted(name) : next[message.state])(life);
  };

const name = fc.constantFrom("card", "card", "end");
const which = fc.oneof(fc.constant(0), fc.nat(3));
const back = fc.constantFrom(0, 0, 1);
const [claimed, attempted] = [fc.tuple(name, which), fc.tuple(name, back)];

/** Everything that becomes of the messages of a task, fitting or not. */
export const messages = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.tuple(name, fc.nat(19)).map(([key, n]) => command(`show ${n}`, onward(key, n))),
  },
  { weight: 1, arbitrary: name.map((key) => command("want", wanted(key))) },
  { weight: 1, arbitrary: fc.constant(command("thread", taken)) },
  { weight: 1, arbitrary: which.map((n) => command("look", held(n))) },
  { weight: 1, arbitrary: claimed.map(([key, n]) => command("send", begun(key, n))) },
  { weight: 1, arbitrary: attempted.map(([key, n]) => command("posted", answered(key, n))) },
  { weight: 1, arbitrary: attempted.map(([key, n]) => command("refused", turnedDown(key, n))) },
  { weight: 1, arbitrary: claimed.map(([key, n]) => command("change", changed(key, n))) },
  { weight: 1, arbitrary: name.map((key) => command("give up", givenUp(key))) },
);
