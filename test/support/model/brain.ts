import { draftOf } from "./brain/draft.ts";
import { nextCalls, offered } from "./brain/loop.ts";
import { makeFrom, type Hints } from "./brain/made.ts";
import { obey, type Obedience } from "./brain/obey.ts";
import {
  citablesOf,
  materialOf,
  questionOf,
  sentencesOf,
  spokenOf,
  urlsOf,
} from "./brain/reading.ts";
import type { Stuff } from "./brain/values.ts";
import type { Brain, Call } from "./call.ts";
import type { Reply } from "./reply.ts";
import type { MessageRequest } from "./request.ts";

export type ResearchOptions = {
  /** Values for structured answers and for the inputs of tools, by property name or path. */
  readonly hints?: Hints;
  /** Finds the question in a request, if it is not where it is looked for. */
  readonly questionOf?: (request: MessageRequest) => string;
  /** Answers what the test wants to answer itself; undefined for all else. */
  readonly override?: (
    request: MessageRequest,
    call: Call,
  ) => Reply | undefined | Promise<Reply | undefined>;
};

/**
 * Does research as a model would, without one: it calls the tools that it is offered (search, read, record),
 * fills structured answers, and writes drafts out of what may be cited. The same request has the same answer.
 */
export function researchBrain(options: ResearchOptions = {}): Brain {
  return async (request, call) => {
    const own = await options.override?.(request, call);
    if (own) return own;
    const stuff = stuffOf(request, call, (options.questionOf ?? questionOf)(request));
    const calls = offered(request).length > 0 ? nextCalls(request, stuff, options.hints ?? {}) : [];
    if (calls.length > 0) return { content: calls };
    return { content: finish(request, stuff, options.hints) };
  };
}

/**
 * The worst case for a guard against injected text: it does whatever its material could make a model do. It fetches
 * every address that it sees, tries every tool, and says every secret of its context to everyone.
 */
export function obedientBrain(options: ResearchOptions & Obedience = {}): Brain {
  const research = researchBrain(options);
  return async (request, call) =>
    (await options.override?.(request, call)) ??
    obey(request, options) ??
    (await research(request, call));
}

function finish(request: MessageRequest, stuff: Stuff, hints?: Hints): Reply["content"] {
  const schema = request.output_config?.format?.schema;
  if (schema) return [{ type: "text", text: JSON.stringify(makeFrom(schema, stuff, hints)) }];
  const citables = citablesOf(request);
  if (citables.length > 0) return draftOf(stuff.question, citables);
  const found = stuff.sentences.slice(0, 3).join(" ");
  return [{ type: "text", text: found || "There is nothing to report." }];
}

function stuffOf(request: MessageRequest, { hash }: Call, question: string): Stuff {
  const material = materialOf(request);
  const spoken = spokenOf(request);
  const said = material.length > 0 ? material.join("\n") : spoken;
  return {
    question,
    sentences: sentencesOf(said),
    urls: urlsOf(spoken),
    ids: idsOf(spoken),
    seed: Number.parseInt(hash.slice(0, 6), 16),
  };
}

/** Whatever the request calls an id, a source or a ref. */
const idsOf = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/\b(?:id|source|ref|key)"?\s*[:=]\s*"?([\w-]+)/gi)].map(([, id = ""]) => id),
  ),
];
