import Anthropic from "@anthropic-ai/sdk";
import { assumedOf, type Capabilities, toldBy } from "./capabilities.ts";
import type { Client } from "./client.ts";

/** A model as it is found when we start: what can be done with it, and what the operator has to know of it. */
export type KnownModel = {
  readonly id: string;
  readonly can: Capabilities;
  /** Sentences for the operator; none where all is well. */
  readonly problems: readonly string[];
};

/**
 * Asks the endpoint about a model, once. An endpoint that cannot be asked, or does not say, is taken for what it is assumed
 * to be; it may only be away for the moment, so that is no reason not to start.
 */
export async function lookUp(
  client: Client,
  id: string,
  { own, signal }: { own: Partial<Capabilities>; signal: AbortSignal },
): Promise<KnownModel> {
  const assumed = { ...assumedOf(client.baseUrl, id), ...own };
  try {
    const info = await client.model(id, signal);
    return { id, can: { ...assumed, ...toldBy(info), ...own }, problems: problemsOf(info) };
  } catch (error) {
    signal.throwIfAborted();
    return { id, can: assumed, problems: problemsBy(error, id) };
  }
}

function problemsOf({ id, lifecycle, retires_at: at }: Anthropic.ModelInfo): string[] {
  const until = at === null || at === undefined ? "" : ` (${at.slice(0, 10)})`;
  if (lifecycle === "retired") {
    return [
      `The model ${id} is retired${until}: choose another in LEGWORK_MODEL or LEGWORK_SMALL_MODEL.`,
    ];
  }
  return lifecycle === "deprecated"
    ? [`The model ${id} will be retired${until}: choose another in time.`]
    : [];
}

function problemsBy(error: unknown, id: string): string[] {
  if (!(error instanceof Anthropic.APIError)) return [];
  const { status, type } = error;
  // Servers that know no such address say 404, too, but not in the service's words.
  if (status === 404 && type === "not_found_error") {
    return [`There is no model ${id}: choose another in LEGWORK_MODEL or LEGWORK_SMALL_MODEL.`];
  }
  if (status === 401)
    return [
      "The model endpoint did not accept the key in ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN.",
    ];
  if (status === 403) return [`The key may not use the model ${id}.`];
  return status === undefined
    ? ["The model endpoint could not be reached; it is asked again when there is work."]
    : [];
}
