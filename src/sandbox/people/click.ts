import type { BlockAction } from "@slack/bolt";
import { z } from "zod";
import type { Click } from "../delivery/envelope.ts";
import { SlackFailure } from "../failure.ts";
import { messagePayload } from "../payload/message.ts";
import { viewPayload } from "../payload/view.ts";
import type { Ack } from "../requests.ts";
import type { Block, Chosen, FormValues, Message, View } from "../shapes.ts";
import { grantResponseUrl, grantTrigger } from "../world/grants.ts";
import { nextTs } from "../world/ids.ts";
import type { World } from "../world/world.ts";
import { interactionHead, who } from "./person.ts";
import { clickFailed } from "./slackbot.ts";
import { rememberState } from "./views.ts";

/** Which element, and what was chosen in it. */
export type Clicking = {
  user: string;
  blockId?: string | undefined;
  actionId: string;
  chosen: Chosen;
  values: FormValues;
};

/** A person uses a button or menu in a message. Never retried; a failure leaves a warning beside it. */
export async function clickMessage(
  world: World,
  message: Message,
  clicking: Clicking,
): Promise<Ack> {
  const { user, values } = clicking;
  const { channel, ts } = message;
  const threadTs = message.thread_ts;
  const named = world.channels.get(channel);
  const ack = await send(world, {
    ...head(world, clicking, message.blocks ?? []),
    container: {
      type: "message",
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: message.ephemeral_to !== undefined,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    },
    channel: { id: channel, name: named?.kind === "im" ? "directmessage" : (named?.name ?? "") },
    ...(message.ephemeral_to === undefined && {
      message: messagePayload(world, message, { metadata: false }),
    }),
    state: { values },
    response_url: grantResponseUrl(world, { channel, user, ts, threadTs }),
  });
  if (!ack.ok) clickFailed(world, { user, channel, ts, action_id: clicking.actionId });
  return ack;
}

/** The same in a modal or in the Home tab: no channel, and no response URL. */
export async function clickView(world: World, before: View, clicking: Clicking): Promise<Ack> {
  const view = rememberState(world, before, clicking.values);
  const ack = await send(world, {
    ...head(world, clicking, view.blocks, view.type === "modal" ? view.id : undefined),
    container: { type: "view", view_id: view.id },
    view: viewPayload(world, view),
  });
  if (!ack.ok) {
    clickFailed(world, { user: clicking.user, view_id: view.id, action_id: clicking.actionId });
  }
  return ack;
}

function send(world: World, payload: Click): Promise<Ack> {
  return world.deliver({ kind: "interactive", payload }).first;
}

function head(world: World, clicking: Clicking, blocks: Block[], viewId?: string) {
  return {
    type: "block_actions" as const,
    user: who(world, clicking.user),
    ...interactionHead(world),
    trigger_id: grantTrigger(world, clicking.user, viewId),
    actions: [actionOf(world, blocks, clicking)],
  };
}

const Element = z.looseObject({ type: z.string(), action_id: z.string() });
type Element = z.infer<typeof Element>;

/** An element as its action: how it looks stays behind, what was chosen comes along. */
function actionOf(world: World, blocks: Block[], clicking: Clicking) {
  const { block, element } = findElement(blocks, clicking);
  const { options: _o, option_groups: _g, style: _s, confirm: _c, ...kept } = element;
  return ElementAction.parse({
    ...kept,
    ...clicking.chosen,
    block_id: block.block_id ?? "",
    action_ts: nextTs(world),
  });
}

const ElementAction = z.custom<BlockAction["actions"][number]>(
  (action) =>
    Element.extend({ block_id: z.string(), action_ts: z.string() }).safeParse(action).success,
);

/** The interactive elements of a block, wherever it holds them. */
export function elementsOf(block: Block): Element[] {
  const { elements, accessory, element, actions, child_blocks } = block;
  const nested = [elements, actions, child_blocks].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [...nested, accessory, element].flatMap((one: unknown) => {
    const inner = z.looseObject({ type: z.string() }).safeParse(one);
    if (!inner.success) return [];
    const found = Element.safeParse(one);
    return found.success ? [found.data] : elementsOf(inner.data);
  });
}

function findElement(blocks: Block[], { blockId, actionId }: Clicking) {
  const within = blocks.filter((block) => blockId === undefined || block.block_id === blockId);
  for (const block of within) {
    const element = elementsOf(block).find((one) => one.action_id === actionId);
    if (element) return { block, element };
  }
  throw new SlackFailure("action_not_found");
}
