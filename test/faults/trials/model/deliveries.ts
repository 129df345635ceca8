import { ChannelId, MessageTs } from "../../../../src/domain/ids.ts";
import {
  ensureDelivery,
  holdsThread,
  markChanged,
  markPending,
  markPosted,
  markUnresolved,
  startSending,
  takeThread,
  type ThreadClaim,
} from "../../../../src/store/deliveries.ts";
import type { Life, Message } from "./life.ts";
import type { Move } from "./move.ts";

const place = { channel: ChannelId.parse("C1"), threadTs: null };

export const keyOf = ({ id }: Life, name: string): string => `${id}:${name}`;

/** One of the claims that were ever taken; before there is any, one that nobody ever had. */
const claimOf = ({ id, claims }: Life, n: number): ThreadClaim =>
  claims[claims.length - 1 - (n % Math.max(claims.length, 1))] ?? { taskId: id, claim: 1 };

export const wanted =
  (name: string): Move =>
  (life) => {
    const key = keyOf(life, name);
    const { deliveries } = life.rows;
    const message = (deliveries[key] ??= { state: "pending", ts: null, hash: null, attempt: 0 });
    const row = { key, taskId: life.id, team: "T1", channel: "C1", threadTs: null, body: null };
    return {
      said: `want the ${name}`,
      expected: message.state,
      act: async (db) => (await ensureDelivery(db, row)).state,
    };
  };

export const taken: Move = (life) => {
  const claim = (life.rows.claim ?? 0) + 1;
  life.rows.claim = claim;
  const own = { taskId: life.id, claim };
  life.claims.push(own);
  return {
    said: `take the thread, claim ${claim}`,
    expected: own,
    act: (db) => takeThread(db, life.id),
  };
};

export const held =
  (n: number): Move =>
  (life) => {
    const claim = claimOf(life, n);
    return {
      said: `look at claim ${claim.claim}`,
      expected: claim.claim === life.rows.claim,
      act: (db) => holdsThread(db, claim),
    };
  };

/** Only who has the thread sends, and only what nobody else is sending or has sent. */
export const begun =
  (name: string, n: number): Move =>
  (life) => {
    const claim = claimOf(life, n);
    const message = life.rows.deliveries[keyOf(life, name)];
    const may = message?.state === "pending" && claim.claim === life.rows.claim;
    if (may) Object.assign(message, { state: "sending", attempt: message.attempt + 1 });
    return {
      said: `send the ${name} under claim ${claim.claim}`,
      expected: may ? message.attempt : undefined,
      act: (db) => startSending(db, claim, keyOf(life, name), place),
    };
  };

/** An answer counts for the attempt that it answers, as long as nobody has given that up. */
export const answered =
  (name: string, back: number): Move =>
  (life) => {
    const message = life.rows.deliveries[keyOf(life, name)];
    const attempt = (message?.attempt ?? 0) - back;
    const ts = MessageTs.parse(`1730000000.${++life.made}`);
    const counts = isUnderWay(message, attempt);
    if (counts) Object.assign(message, { state: "sent", ts, hash: "h" });
    return {
      said: `the ${name} was posted in attempt ${attempt}`,
      expected: counts,
      act: (db) => markPosted(db, keyOf(life, name), attempt, { ts, hash: "h" }),
    };
  };

export const turnedDown =
  (name: string, back: number): Move =>
  (life) => {
    const message = life.rows.deliveries[keyOf(life, name)];
    const attempt = (message?.attempt ?? 0) - back;
    if (isUnderWay(message, attempt)) message.state = "pending";
    return {
      said: `the ${name} was turned down in attempt ${attempt}`,
      expected: undefined,
      act: (db) => markPending(db, keyOf(life, name), attempt),
    };
  };

const isUnderWay = (message: Message | undefined, attempt: number): message is Message =>
  message?.state === "sending" && message.attempt === attempt;

/** What a message shows is only known to who has the thread. */
export const changed =
  (name: string, n: number): Move =>
  (life) => {
    const claim = claimOf(life, n);
    const message = life.rows.deliveries[keyOf(life, name)];
    const own = message?.state === "sent" && claim.claim === life.rows.claim;
    const hash = `h${++life.made}`;
    if (message?.state === "sent") message.hash = own ? hash : null;
    return {
      said: `change the ${name} under claim ${claim.claim}`,
      expected: own,
      act: (db) => markChanged(db, claim, keyOf(life, name), hash),
    };
  };

export const givenUp =
  (name: string): Move =>
  (life) => {
    const message = life.rows.deliveries[keyOf(life, name)];
    const isNew = message !== undefined && message.state !== "unresolved";
    if (isNew) Object.assign(message, { state: "unresolved", ts: null });
    return {
      said: `give the ${name} up`,
      expected: isNew,
      act: (db) => markUnresolved(db, keyOf(life, name), "Nobody knows."),
    };
  };
