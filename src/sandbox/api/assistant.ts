import type {
  AgentsSessionsSetStatusResponse,
  AssistantThreadsSetStatusResponse,
  AssistantThreadsSetSuggestedPromptsResponse,
  AssistantThreadsSetTitleResponse,
} from "@slack/web-api";
import { z } from "zod";
import { limits } from "../check/limits.ts";
import { joinedChannel } from "../world/channels.ts";
import { rootTs } from "../world/messages.ts";
import { changeThread } from "../world/threads.ts";
import { type Answer, id, json, method } from "./method.ts";

const place = { channel_id: id, thread_ts: id };

/** The line under a thread; an empty status, or the app's next post there, takes it away. */
const setStatus = method(
  z.object({
    ...place,
    status: z.string(),
    loading_messages: json(z.array(z.string()).max(limits.loadingMessages)).optional(),
  }),
  (args, world): Answer<AssistantThreadsSetStatusResponse> => {
    const { id: channel } = joinedChannel(world, args.channel_id);
    changeThread(world, channel, rootTs(world, channel, args.thread_ts), { status: args.status });
    return {};
  },
);

const setTitle = method(
  z.object({ ...place, title: z.string() }),
  (args, world): Answer<AssistantThreadsSetTitleResponse> => {
    const { id: channel } = joinedChannel(world, args.channel_id);
    changeThread(world, channel, args.thread_ts, { title: args.title });
    return {};
  },
);

const Prompts = z.array(z.object({ title: z.string(), message: z.string() }));

/** Without `thread_ts` the prompts stand at the top of the Messages tab. */
const setPrompts = method(
  z.object({
    channel_id: id,
    thread_ts: z.string().default(""),
    title: z.string().optional(),
    prompts: json(Prompts.max(limits.suggestedPrompts)),
  }),
  (args, world): Answer<AssistantThreadsSetSuggestedPromptsResponse> => {
    const { id: channel } = joinedChannel(world, args.channel_id);
    changeThread(world, channel, args.thread_ts, { prompts: args.prompts });
    return {};
  },
);

const setSession = method(
  z.object({
    ...place,
    status: z.enum(["active", "processing", "suspended", "closed"]),
    title: z.string().optional(),
  }),
  (args, world): Answer<AgentsSessionsSetStatusResponse> => {
    const { id: channel } = joinedChannel(world, args.channel_id);
    changeThread(world, channel, rootTs(world, channel, args.thread_ts), {
      session: args.status,
      ...(args.title !== undefined && { title: args.title }),
    });
    return {};
  },
);

export const assistantMethods = {
  "assistant.threads.setStatus": setStatus,
  "assistant.threads.setTitle": setTitle,
  "assistant.threads.setSuggestedPrompts": setPrompts,
  "agents.sessions.setStatus": setSession,
};
