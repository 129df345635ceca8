import { z } from "zod";
import { Option, type Block, type Chosen } from "../shapes.ts";
import { SlackFailure } from "../failure.ts";
import { elementsOf } from "./click.ts";

const Choices = z.looseObject({
  type: z.string(),
  options: z.array(Option).default([]),
  option_groups: z.array(z.looseObject({ options: z.array(Option) })).default([]),
});

/** What a select, picker or set of boxes holds after someone picked these values (or ids, or a date). */
export function choose(blocks: Block[], actionId: string, picked: string[]): Chosen {
  const element = blocks.flatMap(elementsOf).find((one) => one.action_id === actionId);
  if (!element) throw new SlackFailure("action_not_found");
  const { type, options, option_groups } = Choices.parse(element);
  const all = [...options, ...option_groups.flatMap((group) => group.options)];
  const chosen = picked.flatMap((value) => all.find((one) => one.value === value) ?? []);
  const one = picked[0] ?? null;
  switch (type) {
    case "multi_static_select":
    case "checkboxes":
      return { selected_options: chosen };
    case "users_select":
      return { selected_user: one };
    case "multi_users_select":
      return { selected_users: picked };
    case "channels_select":
      return { selected_channel: one };
    case "multi_channels_select":
      return { selected_channels: picked };
    case "conversations_select":
      return { selected_conversation: one };
    case "multi_conversations_select":
      return { selected_conversations: picked };
    case "datepicker":
      return { selected_date: one };
    case "timepicker":
      return { selected_time: one };
    case "datetimepicker":
      return { selected_date_time: Number(one) };
    default:
      return { selected_option: chosen[0] ?? null };
  }
}
