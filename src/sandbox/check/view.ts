import { z } from "zod";
import { Block } from "../shapes.ts";
import { plain } from "./elements.ts";
import { limits } from "./limits.ts";

const shared = {
  blocks: z.array(Block),
  callback_id: z.string().max(limits.id).default(""),
  external_id: z.string().max(limits.id).default(""),
  private_metadata: z.string().max(limits.privateMetadata).default(""),
};
const title = plain(limits.viewTitle);

/** What `views.open` and its kin take as `view`. Block by block checking comes after. */
export const ViewArguments = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("modal"),
    ...shared,
    title,
    submit: title.nullish(),
    close: title.nullish(),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
    submit_disabled: z.boolean().default(false),
  }),
  z.object({ type: z.literal("home"), ...shared }),
]);
export type ViewArguments = z.infer<typeof ViewArguments>;
