// In place of the parser that has a process for each document: everything is read right here.
import type {
  ParseDocument,
  ParseReply,
} from "../../../../src/research/sources/documents/contract.ts";
import { readDocument } from "../../../../src/research/sources/documents/document.ts";
import { unreadable } from "../../../../src/research/sources/wording.ts";

export const openParser =
  (): ParseDocument =>
  async ({ shown, name, declaredType, bytes }) => {
    const damaged: ParseReply = { ok: false, why: "it is damaged" };
    const reply = await readDocument({ name, declaredType, bytes }).catch(() => damaged);
    return reply.ok ? reply : { ok: false, problem: unreadable(shown, reply.why) };
  };
