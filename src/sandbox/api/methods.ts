import { assistantMethods } from "./assistant.ts";
import { blockMethods } from "./blocks.ts";
import { canvasMethods } from "./canvases.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { fileMethods } from "./files.ts";
import type { Method } from "./method.ts";
import { reactionMethods } from "./reactions.ts";
import { readingMethods } from "./reading.ts";
import { streamMethods } from "./stream.ts";
import { teamMethods } from "./team.ts";
import { viewMethods } from "./views.ts";

/** Every method there is, by its name; `apps.connections.open` alone is the router's own. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...assistantMethods,
    ...blockMethods,
    ...canvasMethods,
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...reactionMethods,
    ...readingMethods,
    ...streamMethods,
    ...teamMethods,
    ...viewMethods,
  }),
);
