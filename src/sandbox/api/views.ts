import type {
  ViewsOpenResponse,
  ViewsPublishResponse,
  ViewsPushResponse,
  ViewsUpdateResponse,
} from "@slack/web-api";
import { z } from "zod";
import { checkView } from "../check/check.ts";
import { SlackFailure } from "../failure.ts";
import { viewPayload } from "../payload/view.ts";
import { openView, publishHome, updateView } from "../people/views.ts";
import { spendTrigger } from "../world/grants.ts";
import { type Answer, id, json, method } from "./method.ts";

const view = json(z.unknown());
const opening = z.object({ trigger_id: id, view });

const open = method(opening, (args, world): Answer<ViewsOpenResponse> => {
  const checked = checkView(args.view);
  const { user } = spendTrigger(world, args.trigger_id);
  return { view: viewPayload(world, openView(world, user, checked)) };
});

const push = method(opening, (args, world): Answer<ViewsPushResponse> => {
  const checked = checkView(args.view);
  const { user, viewId } = spendTrigger(world, args.trigger_id);
  return { view: viewPayload(world, openView(world, user, checked, viewId)) };
});

const update = method(
  z.object({
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
    view,
  }),
  (args, world): Answer<ViewsUpdateResponse> => {
    const checked = checkView(args.view);
    const { view_id, external_id } = args;
    const all = [...world.views.values()];
    const found = view_id
      ? world.views.get(view_id)
      : all.find((one) => external_id && one.external_id === external_id);
    if (!found) throw new SlackFailure("not_found");
    if (args.hash && args.hash !== found.hash) throw new SlackFailure("hash_conflict");
    return { view: viewPayload(world, updateView(world, found, checked)) };
  },
);

const publish = method(
  z.object({ user_id: id, hash: z.string().optional(), view }),
  (args, world): Answer<ViewsPublishResponse> => {
    const checked = checkView(args.view);
    const person = world.users.get(args.user_id);
    if (!person || person.is_bot) throw new SlackFailure("user_not_found");
    const before = world.homes.get(args.user_id);
    if (args.hash && args.hash !== before?.hash) throw new SlackFailure("hash_conflict");
    return { view: viewPayload(world, publishHome(world, args.user_id, checked)) };
  },
);

export const viewMethods = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
};
