import type { CanvasesCreateResponse, ConversationsCanvasesCreateResponse } from "@slack/web-api";
import { z } from "zod";
import { SlackFailure } from "../failure.ts";
import { addFile } from "../people/files.ts";
import { joinedChannel } from "../world/channels.ts";
import type { World } from "../world/world.ts";
import { type Answer, id, json, method } from "./method.ts";

const Document = json(z.object({ type: z.literal("markdown"), markdown: z.string() }).optional());
const canvas = { title: z.string().optional(), document_content: Document };

const createCanvas = method(
  z.object({ ...canvas, channel_id: z.string().optional() }),
  (args, world): Answer<CanvasesCreateResponse> => {
    const channel = args.channel_id ? joinedChannel(world, args.channel_id).id : undefined;
    return { canvas_id: addCanvas(world, args.title, args.document_content?.markdown, channel) };
  },
);

const createChannelCanvas = method(
  z.object({ ...canvas, channel_id: id }),
  (args, world): Answer<ConversationsCanvasesCreateResponse> => {
    const { id: channel } = joinedChannel(world, args.channel_id);
    const there = [...world.files.values()].some(
      (file) => file.filetype === "quip" && file.channels.includes(channel),
    );
    if (there) throw new SlackFailure("channel_canvas_already_exists");
    return { canvas_id: addCanvas(world, args.title, args.document_content?.markdown, channel) };
  },
);

function addCanvas(world: World, title = "Untitled", markdown = "", channel?: string): string {
  const file = addFile(
    world,
    {
      name: `${title}.md`,
      title,
      mimetype: "application/vnd.slack-docs",
      user: world.identity.bot,
      channels: channel ? [channel] : [],
    },
    new TextEncoder().encode(markdown),
  );
  world.files.set(file.id, { ...file, filetype: "quip", markdown });
  return file.id;
}

export const canvasMethods = {
  "canvases.create": createCanvas,
  "conversations.canvases.create": createChannelCanvas,
};
