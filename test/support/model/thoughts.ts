import type { ModelFacts } from "./catalogue.ts";
import { invalid } from "./failure.ts";
import type { MessageRequest } from "./request.ts";
import { bindingOf, bindsThinking, verify, type Binding } from "./signature.ts";
import { turnsOf } from "./units.ts";

/** A thought that was sent back behind another prompt than the one it was made in. */
export type Mismatch = { readonly path: string; readonly changed: keyof Binding };

/**
 * Checks every thought that is sent back. A thought that we never had, or that was edited, is answered with 400;
 * those behind a changed prompt are handed back, as what follows from them is the caller's to decide.
 */
export function mismatchedThoughts(
  request: MessageRequest,
  model: ModelFacts,
): readonly Mismatch[] {
  return turnsOf(request.messages).flatMap(({ blocks }, at) =>
    blocks.flatMap((block, n) => {
      if (block.type !== "thinking") return [];
      const path = `messages.${at}.content.${n}`;
      const verdict = verify(bindingOf(request, at), block.thinking, block.signature);
      if (verdict === "forged")
        throw invalid(`${path}: Invalid \`signature\` in \`thinking\` block`);
      if (verdict === "sound" || !bindsThinking(model)) return [];
      return [{ path, changed: verdict.changed }];
    }),
  );
}

/** What the service says of such a thought, with the way out that it offers. */
export const mismatchMessage = ({ path, changed }: Mismatch): string =>
  `${path}: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block". That setting requires the \`thinking-binding-controls-2026-08-01\` value in the \`anthropic-beta\` header. ${reasons[changed]}`;

const reasons: Readonly<Record<keyof Binding, string>> = {
  model: "The model differs from the one this block was created with.",
  system: "The `system` prompt differs from the one this block was created with.",
  tools: "The `tools` differ from those this block was created with.",
  messages: "The messages before this block differ from those it was created with.",
};
