import { z } from "zod";
import { limits } from "./limits.ts";

/** Text that is not empty and not too long. */
export const filled = (max: number) => z.string().min(1).max(max);
const upTo = (max: number) => z.string().max(max);

export const plain = (max: number) =>
  z.looseObject({ type: z.literal("plain_text"), text: filled(max) });
export const anyText = (max: number) =>
  z.looseObject({ type: z.enum(["plain_text", "mrkdwn"]), text: filled(max) });

const actionId = upTo(limits.id).optional();
const confirm = z
  .looseObject({
    title: plain(limits.confirmTitle),
    text: anyText(limits.confirmText),
    confirm: plain(limits.confirmButton).optional(),
    deny: plain(limits.confirmButton).optional(),
  })
  .optional();
const placeholder = plain(limits.placeholder).optional();

const option = z.looseObject({
  text: anyText(limits.optionText),
  value: filled(limits.optionValue),
  description: anyText(limits.optionText).optional(),
});
const optionsUpTo = (max: number) => z.array(option).min(1).max(max);
const group = z.looseObject({
  label: plain(limits.optionText),
  options: optionsUpTo(limits.optionsPerSelect),
});

const element = <Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) => z.looseObject({ type: z.literal(type), action_id: actionId, confirm, placeholder, ...shape });

const staticChoice = {
  options: optionsUpTo(limits.optionsPerSelect).optional(),
  option_groups: z.array(group).min(1).max(limits.optionsPerSelect).optional(),
};
const typed = { initial_value: upTo(limits.inputValue).optional() };

/** Every interactive element, with Slack's limits. */
export const interactive = [
  element("button", {
    text: plain(limits.buttonText),
    value: upTo(limits.buttonValue).optional(),
    url: upTo(limits.url).optional(),
    style: z.enum(["primary", "danger"]).optional(),
  }),
  element("static_select", staticChoice),
  element("multi_static_select", staticChoice),
  element("external_select", {}),
  element("multi_external_select", {}),
  element("users_select", {}),
  element("multi_users_select", {}),
  element("conversations_select", {}),
  element("multi_conversations_select", {}),
  element("channels_select", {}),
  element("multi_channels_select", {}),
  element("overflow", { options: optionsUpTo(limits.optionsPerOverflow) }),
  element("datepicker", {}),
  element("timepicker", {}),
  element("datetimepicker", {}),
  element("radio_buttons", { options: optionsUpTo(limits.optionsPerChoice) }),
  element("checkboxes", { options: optionsUpTo(limits.optionsPerChoice) }),
  element("workflow_button", { text: plain(limits.buttonText) }),
] as const;

/** Elements that only stand in an input block. */
export const inputsOnly = [
  element("plain_text_input", {
    ...typed,
    min_length: z.int().min(0).max(limits.inputValue).optional(),
    max_length: z.int().min(1).max(limits.inputValue).optional(),
  }),
  element("rich_text_input", {}),
  element("email_text_input", typed),
  element("url_text_input", typed),
  element("number_input", { is_decimal_allowed: z.boolean() }),
  element("file_input", {}),
] as const;

export const image = z.looseObject({
  type: z.literal("image"),
  image_url: filled(limits.url).optional(),
  alt_text: upTo(limits.imageAlt),
});

const rated = z.looseObject({
  text: plain(limits.buttonText),
  value: filled(limits.buttonValue),
});

/** What stands in `context_actions`. */
export const contextActions = [
  element("feedback_buttons", { positive_button: rated, negative_button: rated }),
  element("icon_button", { icon: z.string(), text: plain(limits.buttonText) }),
] as const;

export const interactiveElement = z.discriminatedUnion("type", interactive);
export const inputElement = z.discriminatedUnion("type", [...interactive, ...inputsOnly]);
export const accessory = z.discriminatedUnion("type", [...interactive, image]);
