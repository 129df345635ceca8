import type { BlocksValidateResponse } from "@slack/web-api";
import { z } from "zod";
import { checkMessageBlocks, checkView } from "../check/check.ts";
import { type Answer, json, method } from "./method.ts";

/** Says whether blocks or a view would be taken; the only method that needs no token. */
export const blockMethods = {
  "blocks.validate": method(
    z.object({ blocks: json(z.unknown()).optional(), view: json(z.unknown()).optional() }),
    (args): Answer<BlocksValidateResponse> => {
      if (args.view === undefined) checkMessageBlocks(args.blocks);
      else checkView(args.view);
      return {};
    },
  ),
};
