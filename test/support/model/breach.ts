import { z } from "zod";

/**
 * `diverged`: an assistant's turn was sent back that we never said there: dropped, edited, reordered or behind other
 * messages. `model_changed`: a conversation with thoughts went on with another model. `text_after_results`: text
 * behind tool results; the service takes it, and then often ends the turn with nothing said.
 */
export const breachKinds = [
  "diverged",
  "system_changed",
  "tools_changed",
  "model_changed",
  "text_after_results",
] as const;
export type BreachKind = (typeof breachKinds)[number];

/** Something that the service would not forgive in a conversation, whether or not it was answered with 400. */
export const Breach = z.object({
  kind: z.enum([...breachKinds, "thinking_mismatch"]),
  message: z.string(),
  requestId: z.string(),
  conversation: z.string(),
});
export type Breach = z.infer<typeof Breach>;
