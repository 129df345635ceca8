import { attributes, draw, type Html } from "./html.ts";
import { mrkdwn, plainText } from "./mrkdwn.ts";
import { field, listField, textField, wordsOf } from "./read.ts";
import { hooks, type Setting } from "./setting.ts";
import { nameOf, placeName } from "./world.ts";

/** One thing to choose: `option` is the whole option object, where Slack sends it back whole. */
type Option = { value: string; label: string; option?: unknown; chosen: boolean };

/** Selects, radio buttons and checkboxes; undefined when the element is something else. */
export function choiceElement(thing: unknown, setting: Setting): Html | undefined {
  const type = textField(thing, "type");
  if (type === "radio_buttons") return boxes(thing, setting, "radio");
  if (type === "checkboxes") return boxes(thing, setting, "checkbox");
  const source = /^(multi_)?(static|external|users|channels|conversations)_select$/u.exec(type);
  if (source === null) return undefined;
  const [, multi, name = ""] = source;
  const groups = name === "static" || name === "external" ? grouped(thing) : null;
  if (multi !== undefined) {
    const options = groups?.flatMap((group) => group.options) ?? known(thing, name, setting);
    return multiSelect(thing, options, setting);
  }
  const inner =
    groups?.map(({ label, options }) => {
      if (label === "") return options.map(optionTag);
      return draw`<optgroup label="${label}">${options.map(optionTag)}</optgroup>`;
    }) ?? known(thing, name, setting).map(optionTag);
  const placeholder = wordsOf(field(thing, "placeholder")) || "Choose an option";
  return draw`<select class="select" data-field ${hooks(thing, setting)}
    ${attributes({ "aria-label": setting.live ? placeholder : undefined })}>
    <option value="">${placeholder}</option>${inner}</select>`;
}

/** The choices an app sent, by group; without groups one group without a label. */
function grouped(thing: unknown): { label: string; options: Option[] }[] {
  const chosen = [field(thing, "initial_option"), ...listField(thing, "initial_options")];
  const picked = new Set(chosen.map((option) => textField(option, "value")).filter(Boolean));
  const read = (option: unknown): Option => {
    const value = textField(option, "value");
    return { value, label: wordsOf(field(option, "text")), option, chosen: picked.has(value) };
  };
  const groups = listField(thing, "option_groups").map((group) => ({
    label: wordsOf(field(group, "label")),
    options: listField(group, "options").map(read),
  }));
  // An external select knows only what was chosen before: the page has no way to ask for more.
  const own = listField(thing, "options");
  const initial = chosen.filter((option) => option !== undefined);
  const flat = own.length > 0 || groups.length > 0 ? own : initial;
  return [{ label: "", options: flat.map(read) }, ...groups];
}

/** People, channels or conversations of the workspace. */
function known(thing: unknown, source: string, setting: Setting): Option[] {
  const { world, here } = setting;
  const kind = source.replace(/s$/u, "");
  const picked = new Set([
    textField(thing, `initial_${kind}`),
    ...listField(thing, `initial_${kind}s`),
  ]);
  if (field(thing, "default_to_current_conversation") === true && picked.has("")) picked.add(here);
  if (source === "users") {
    return [...world.users.keys()].map((id) => {
      return { value: id, label: nameOf(world, id), chosen: picked.has(id) };
    });
  }
  const include = listField(field(thing, "filter"), "include");
  return [...world.channels.values()]
    .filter((channel) => source === "conversations" || channel.kind !== "im")
    .filter((channel) => include.length === 0 || include.includes(channel.kind))
    .map((channel) => {
      const label = `${channel.kind === "im" ? "" : "# "}${placeName(world, channel)}`;
      return { value: channel.id, label, chosen: picked.has(channel.id) };
    });
}

function optionTag({ value, label, option, chosen }: Option): Html {
  const set = attributes({ value, "data-option": json(option), selected: chosen });
  return draw`<option${set}>${label}</option>`;
}

function multiSelect(thing: unknown, options: readonly Option[], setting: Setting): Html {
  const items = options.map(({ value, label, option, chosen }) => {
    const set = attributes({ value, "data-option": json(option), checked: chosen });
    return draw`<label class="option"><input type="checkbox"${set}><span>${label}</span></label>`;
  });
  return draw`<div class="multi" role="group" data-field ${hooks(thing, setting)}>${items}</div>`;
}

function boxes(thing: unknown, setting: Setting, type: "radio" | "checkbox"): Html {
  const actionId = textField(thing, "action_id");
  const chosen = [field(thing, "initial_option"), ...listField(thing, "initial_options")];
  const picked = new Set(chosen.map((option) => textField(option, "value")));
  const items = listField(thing, "options").map((option) => {
    const set = attributes({
      type,
      name: type === "radio" ? `${setting.blockId}/${actionId}` : undefined,
      value: textField(option, "value"),
      "data-option": json(option),
      "data-action-id": actionId,
      checked: picked.has(textField(option, "value")),
    });
    const about = words(field(option, "description"), setting);
    return draw`<label class="option"><input${set}><span>${words(field(option, "text"), setting)}
      ${about.markup !== "" && draw`<small>${about}</small>`}</span></label>`;
  });
  const role = type === "radio" ? "radiogroup" : "group";
  return draw`<div class="boxes" role="${role}" data-field ${hooks(thing, setting)}>${items}</div>`;
}

function words(thing: unknown, setting: Setting): Html {
  const text = wordsOf(thing);
  return textField(thing, "type") === "mrkdwn" ? mrkdwn(text, setting.world) : plainText(text);
}

function json(option: unknown): string | undefined {
  return option === undefined ? undefined : JSON.stringify(option);
}
