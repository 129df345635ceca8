import Anthropic from "@anthropic-ai/sdk";
import { CutAnswerError } from "./cut.ts";
import { type Access, ownBaseUrl } from "./setting.ts";
import { watch } from "./watchdog.ts";

export type Params = Anthropic.MessageStreamParams;

/** An answer to its last event. */
export type Answer = { readonly message: Anthropic.Message; readonly requestId: string | null };

/** The model endpoint. Nothing here is tried twice: whoever calls knows what was paid. */
export type Client = {
  readonly baseUrl: string;
  /** Streams one answer. Throws what the library throws, CutAnswerError, or the signal's own reason. */
  readonly send: (
    params: Params,
    options: {
      readonly signal: AbortSignal;
      /** Called once, with what was counted of the prompt, when the answer begins to come. */
      readonly onBegin?: ((usage: Anthropic.Usage) => void) | undefined;
    },
  ) => Promise<Answer>;
  /** Input tokens of a request; costs nothing. */
  readonly count: (params: Params, signal: AbortSignal) => Promise<number>;
  readonly model: (id: string, signal: AbortSignal) => Promise<Anthropic.ModelInfo>;
  readonly batches: {
    /** Answers with the batch's id. Twice is two batches. */
    readonly create: (requests: readonly BatchRequest[], signal: AbortSignal) => Promise<string>;
    /** Undefined while the batch is being worked off. In any order. */
    readonly results: (
      id: string,
      signal: AbortSignal,
    ) => Promise<readonly BatchLine[] | undefined>;
    readonly cancel: (id: string, signal: AbortSignal) => Promise<void>;
  };
};

export type BatchRequest = Anthropic.Messages.BatchCreateParams.Request;
export type BatchLine = Anthropic.Messages.MessageBatchIndividualResponse;

/** An answer that says nothing for so long is not going to. In milliseconds. */
export const idleMs = 90_000;

/** A whole batch travels there, and back. In milliseconds. */
const batchMs = 60_000;

/** What is asked for besides answers has to come fast. In milliseconds. */
const lookupMs = 10_000;

/** The only door to the library. What it would read from the environment itself is given here, so that it does not. */
export function openClient(
  access: Access,
  limits: { readonly idleMs: number } = { idleMs },
): Client {
  const client = new Anthropic({
    ...credentialsOf(access),
    baseURL: access.baseUrl ?? ownBaseUrl,
    maxRetries: 0,
    // It would write what it cannot parse, which is what people said, to the screen.
    logLevel: "off",
    openTelemetry: false,
    middleware: [],
  });

  return {
    baseUrl: access.baseUrl ?? ownBaseUrl,
    async send(params, { signal, onBegin }) {
      signal.throwIfAborted();
      using watched = watch(signal, limits.idleMs);
      const stream = client.messages.stream(params, { signal: watched.signal });
      let usage: Anthropic.Usage | null = null;
      stream.on("streamEvent", (event, { usage: sofar }) => {
        const begins = usage === null;
        usage = event.type === "message_start" ? event.message.usage : sofar;
        if (begins) onBegin?.(usage);
        watched.heard();
      });
      try {
        const message = await stream.finalMessage();
        return { message, requestId: stream.request_id ?? null };
      } catch (error) {
        // The library calls both an abort; only we know whose it was.
        signal.throwIfAborted();
        const begun = { usage, requestId: stream.request_id ?? null };
        if (watched.silent()) throw new CutAnswerError("silent", begun, { cause: error });
        if (isCut(error)) throw new CutAnswerError("broken", begun, { cause: error });
        throw error;
      }
    },
    async count({ model, messages, system, tools, thinking }, signal) {
      const counted = await client.messages.countTokens(
        {
          model,
          messages,
          ...(system !== undefined && { system }),
          ...(tools !== undefined && { tools: tools.filter(isOwnTool) }),
          ...(thinking !== undefined && { thinking }),
        },
        { signal, timeout: lookupMs },
      );
      return counted.input_tokens;
    },
    model: (id, signal) => client.models.retrieve(id, {}, { signal, timeout: lookupMs }),
    batches: batchesAt(client),
  };
}

const batchesAt = ({ messages: { batches } }: Anthropic): Client["batches"] => ({
  async create(requests, signal) {
    const options = { signal, timeout: batchMs };
    return (await batches.create({ requests: [...requests] }, options)).id;
  },
  async results(id, signal) {
    const options = { signal, timeout: batchMs };
    if ((await batches.retrieve(id, {}, options)).processing_status !== "ended") return undefined;
    const lines: BatchLine[] = [];
    for await (const line of await batches.results(id, {}, options)) lines.push(line);
    return lines;
  },
  async cancel(id, signal) {
    await batches.cancel(id, {}, { signal, timeout: lookupMs });
  },
});

/** Tools that we run ourselves; those of the service are counted by it alone. */
const isOwnTool = (tool: Anthropic.ToolUnion): tool is Anthropic.Tool => "input_schema" in tool;

/** What the library throws when a stream ends before its last event: an error of its own, without a status or a type. */
const isCut = (error: unknown): boolean =>
  error instanceof Anthropic.AnthropicError && !(error instanceof Anthropic.APIError);

function credentialsOf({ apiKey, authToken, oldHeaders }: Access) {
  if (apiKey === undefined || !oldHeaders) {
    return apiKey === undefined ? { apiKey: null, authToken: authToken ?? null } : { apiKey };
  }
  const defaultHeaders = {
    "x-api-key": apiKey,
    Authorization: null,
    "anthropic-version": "2023-06-01",
  };
  return { apiKey, defaultHeaders };
}
