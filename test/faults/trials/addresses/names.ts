import { createSocket } from "node:dgram";
import ipaddr from "ipaddr.js";

/** For each name its answers in turn: the first look-up gets the first one, later look-ups the later ones. */
export type Names = Readonly<Record<string, readonly (readonly string[])[]>>;

const A = 1;
const AAAA = 28;

/** A name server at 127.0.0.1 that knows these names and denies all others. Needs a network of its own. */
export async function openNames(names: Names): Promise<AsyncDisposable> {
  const socket = createSocket("udp4");
  const asked = new Map<string, number>();
  socket.on("message", (message, from) => {
    const { name, type, question } = readQuestion(message);
    const answers = names[name];
    const key = `${name} ${type}`;
    const turn = asked.get(key) ?? 0;
    asked.set(key, turn + 1);
    const records = (answers?.[Math.min(turn, answers.length - 1)] ?? []).flatMap((address) =>
      recordOf(address, type),
    );
    const head = headOf(message, { known: answers !== undefined, answers: records.length });
    socket.send(Buffer.concat([head, question, ...records]), from.port, from.address);
  });
  await new Promise<void>((bound) => socket.bind(53, "127.0.0.1", bound));
  return {
    async [Symbol.asyncDispose]() {
      await new Promise<void>((closed) => socket.close(closed));
    },
  };
}

const headBytes = 12;

/** A query has one question: its name as counted labels, its type and its class. */
function readQuestion(message: Buffer): { name: string; type: number; question: Buffer } {
  const labels: string[] = [];
  let place = headBytes;
  for (let length = message[place]; length; length = message[place]) {
    labels.push(message.toString("latin1", place + 1, place + 1 + length));
    place += length + 1;
  }
  return {
    name: labels.join(".").toLowerCase(),
    type: message.readUInt16BE(place + 1),
    question: message.subarray(headBytes, place + 5),
  };
}

function headOf(query: Buffer, { known, answers }: { known: boolean; answers: number }): Buffer {
  const head = Buffer.alloc(headBytes);
  query.copy(head, 0, 0, 2);
  // An answer, recursion available; without error, or "no such name".
  head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers, 6);
  return head;
}

/** One record with the name of the question, not to be remembered; none for an address of the other kind. */
function recordOf(text: string, type: number): Buffer[] {
  const address = ipaddr.parse(text.replace(/%.*$/, ""));
  if (type !== (address.kind() === "ipv6" ? AAAA : A)) return [];
  const bytes = Buffer.from(address.toByteArray());
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(bytes.length, 10);
  return [Buffer.concat([record, bytes])];
}
