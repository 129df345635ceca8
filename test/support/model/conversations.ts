import type { Block } from "./blocks.ts";
import type { BreachKind } from "./breach.ts";
import type { MessageRequest } from "./request.ts";
import { canonical, digest, turnsOf } from "./units.ts";

export type Difference = { readonly kind: BreachKind; readonly message: string };

/** One answered call: the conversation up to it, and what it was asked with. */
type Known = {
  readonly conversation: string;
  readonly frozen: { readonly system: string; readonly tools: string };
  readonly turns: readonly (readonly string[])[];
  readonly paused: boolean;
};

export type Conversations = ReturnType<typeof openConversations>;

export type Sighting = {
  readonly conversation: string;
  readonly paused: boolean;
  readonly differences: readonly Difference[];
};

/**
 * Remembers what was answered to what. A request belongs to the conversation of which the longest part is its
 * beginning: a whole answered exchange, ours at the end. Whatever of ours it holds beyond that, we never said there.
 */
export function openConversations(nextId: () => string) {
  const byChain = new Map<string, Known[]>();
  const byFirst = new Map<string, Known[]>();

  return {
    sight(request: MessageRequest): Sighting {
      const turns = fingerprints(request.messages);
      const roles = turnsOf(request.messages).map(({ role }) => role);
      const { known, length } = longestKnown(byChain, turns, request);
      const differences: Difference[] = [];
      if (known) differences.push(...frozenDifferences(known, request));
      const strange = roles.indexOf("assistant", length);
      const kin = byFirst.get(firstOf(turns)) ?? [];
      if (strange >= 0 && kin.length > 0) differences.push(divergence(kin, turns, strange));
      if (textAfterResults(request)) {
        differences.push({
          kind: "text_after_results",
          message: "messages: text after tool_result blocks in the same message",
        });
      }
      return {
        conversation: known?.conversation ?? nextId(),
        paused: known !== undefined && known.paused && length === turns.length,
        differences,
      };
    },

    /** Keeps an answer that was given in full. */
    remember(
      request: MessageRequest,
      answer: readonly Block[],
      about: { readonly conversation: string; readonly paused: boolean },
    ): void {
      if (answer.length === 0) return;
      const turns = fingerprints([
        ...request.messages,
        { role: "assistant", content: [...answer] },
      ]);
      const known: Known = { ...about, turns, frozen: frozenOf(request) };
      add(byChain, chainOf(turns), known);
      add(byFirst, firstOf(turns), known);
    },
  };
}

function longestKnown(
  byChain: ReadonlyMap<string, readonly Known[]>,
  turns: Known["turns"],
  request: MessageRequest,
): { readonly known?: Known | undefined; readonly length: number } {
  const { system, tools } = frozenOf(request);
  for (let length = turns.length; length > 0; length -= 1) {
    const candidates = byChain.get(chainOf(turns.slice(0, length)));
    if (!candidates) continue;
    const same = candidates.find(
      ({ frozen }) => frozen.system === system && frozen.tools === tools,
    );
    return { known: same ?? candidates.at(-1), length };
  }
  return { length: 0 };
}

function frozenDifferences({ frozen }: Known, request: MessageRequest): readonly Difference[] {
  const now = frozenOf(request);
  return (["system", "tools"] as const)
    .filter((part) => frozen[part] !== now[part])
    .map((part) => ({
      kind: `${part}_changed` as const,
      message: `${part}: \`${part}\` differs from that of the conversation's earlier calls`,
    }));
}

/** Names the first block of ours that is not as we said it, measured at the conversation that comes closest. */
function divergence(kin: readonly Known[], turns: Known["turns"], strange: number): Difference {
  const spots = kin.map(({ turns: said }) => {
    const at = turns.findIndex((turn, n) => turn.join() !== said[n]?.join());
    const turn = at < 0 ? said.length : at;
    const block = (turns[turn] ?? []).findIndex((hash, n) => hash !== said[turn]?.[n]);
    return { turn, block: block < 0 ? (turns[turn]?.length ?? 0) : block };
  });
  const closest = spots.toSorted((a, b) => b.turn - a.turn || b.block - a.block)[0];
  const path = closest ? `messages.${closest.turn}.content.${closest.block}` : "messages";
  return {
    kind: "diverged",
    message: `${path}: the assistant's turn messages.${strange} was not said after these messages: a block was dropped, changed or moved, or an earlier message was changed`,
  };
}

const frozenOf = ({ system = [], tools = [] }: MessageRequest): Known["frozen"] => ({
  system: digest(canonical(system)),
  tools: digest(canonical(tools)),
});

const fingerprints = (messages: MessageRequest["messages"]): Known["turns"] =>
  turnsOf(messages).map(({ role, blocks }) =>
    blocks.map((block) => digest(role, canonical(block)).slice(0, 24)),
  );

const chainOf = (turns: Known["turns"]): string => digest(...turns.map((turn) => turn.join()));

const firstOf = (turns: Known["turns"]): string => turns[0]?.join() ?? "";

const textAfterResults = ({ messages }: MessageRequest): boolean =>
  messages.some(({ content }) => {
    const result = content.findIndex(({ type }) => type === "tool_result");
    return result >= 0 && content.slice(result).some(({ type }) => type === "text");
  });

function add(map: Map<string, Known[]>, key: string, known: Known): void {
  const list = map.get(key);
  if (list) list.push(known);
  else map.set(key, [known]);
}
