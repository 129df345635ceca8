import { richBlock } from "./card.ts";
import { element } from "./element.ts";
import { attributes, draw, type Html } from "./html.ts";
import { picture } from "./image.ts";
import { markdown } from "./markdown.ts";
import { plainText } from "./mrkdwn.ts";
import { field, listField, textField, wordsOf } from "./read.ts";
import { richText } from "./richText.ts";
import type { BlockSetting, Setting } from "./setting.ts";
import { table } from "./table.ts";
import { textObject } from "./textObject.ts";
import type { World } from "./world.ts";

/** Blocks drawn of one surface; Slack allows 50 in a message and 100 in a view. */
const maxBlocks = 100;

/** All blocks. One that cannot be drawn shows as a plain box with its type and harms no other. */
export function blocks(list: readonly unknown[], setting: BlockSetting): Html {
  return draw`${list.slice(0, maxBlocks).map((thing) => block(thing, setting))}`;
}

export function block(thing: unknown, setting: BlockSetting): Html {
  const type = textField(thing, "type");
  try {
    const drawn = known(thing, type, setting);
    if (drawn !== undefined) {
      return draw`<div class="block block-${type}" data-block="${textField(thing, "block_id")}">${drawn}</div>`;
    }
  } catch {
    // Falls through to the box: an odd block of one message must not take the page with it.
  }
  return draw`<div class="block block-unknown">A “${type || "nameless"}” block, which this page cannot draw.</div>`;
}

function known(thing: unknown, type: string, setting: BlockSetting): Html | undefined {
  const { world } = setting;
  switch (type) {
    case "section":
      return section(thing, setting);
    case "header":
      return draw`<h3>${plainText(wordsOf(field(thing, "text")))}</h3>`;
    case "divider":
      return draw`<hr>`;
    case "context":
      return context(thing, world);
    case "actions":
    case "context_actions":
      return actions(thing, setting);
    case "input":
      return input(thing, setting);
    case "image":
      return picture(thing, world);
    case "rich_text":
      return richText(thing, world);
    case "markdown":
      return markdown(textField(thing, "text"), world);
    case "table":
    case "data_table":
      return table(thing, world);
    case "container":
      return container(thing, setting);
    default:
      return richBlock(thing, type, setting);
  }
}

function section(thing: unknown, setting: BlockSetting): Html {
  const { world } = setting;
  const text = field(thing, "text");
  const fields = listField(thing, "fields").map(
    (one) => draw`<div>${textObject(one, world)}</div>`,
  );
  const accessory = field(thing, "accessory");
  const beside =
    textField(accessory, "type") === "image"
      ? picture(accessory, world)
      : element(accessory, within(thing, setting));
  return draw`<div class="section-text">
    ${text !== undefined && textObject(text, world)}
    ${fields.length > 0 && draw`<div class="fields">${fields}</div>`}
  </div>${beside !== undefined && draw`<div class="accessory">${beside}</div>`}`;
}

function context(thing: unknown, world: World): Html {
  const drawn = listField(thing, "elements").map((one) =>
    textField(one, "type") === "image"
      ? picture(one, world)
      : draw`<span>${textObject(one, world)}</span>`,
  );
  return draw`${drawn}`;
}

function actions(thing: unknown, setting: BlockSetting): Html {
  const drawn = listField(thing, "elements").map(
    (one) => element(one, within(thing, setting)) ?? odd(one),
  );
  return draw`${drawn}`;
}

function input(thing: unknown, setting: BlockSetting): Html {
  const inner = field(thing, "element");
  const live = field(thing, "dispatch_action") === true;
  const drawn = element(inner, { ...within(thing, setting), live }) ?? odd(inner);
  const optional = field(thing, "optional") === true;
  const label = draw`<span class="field-label">${plainText(wordsOf(field(thing, "label")))}
    ${optional && draw`<span class="optional">(optional)</span>`}</span>`;
  const hint = wordsOf(field(thing, "hint"));
  const error = setting.errors[textField(thing, "block_id")];
  // Groups of boxes have labels of their own; a label around labels would tick the first box.
  const grouped = /^(?:radio_buttons|checkboxes|multi_\w+)$/u.test(textField(inner, "type"));
  const body = grouped ? draw`${label}${drawn}` : draw`<label>${label}${drawn}</label>`;
  return draw`<div${attributes({ class: error ? "field has-error" : "field", "data-required": !optional })}>
    ${body}
    ${error !== undefined && draw`<p class="field-error" role="alert">${error}</p>`}
    ${hint !== "" && draw`<p class="field-hint">${plainText(hint)}</p>`}
  </div>`;
}

function container(thing: unknown, setting: BlockSetting): Html {
  const title = wordsOf(field(thing, "title"));
  const inner = listField(thing, "child_blocks").filter(
    (one) => textField(one, "type") !== "container",
  );
  return draw`<div class="container">
    ${title !== "" && draw`<b>${plainText(title)}</b>`}
    ${blocks(inner, setting)}</div>`;
}

function within(thing: unknown, setting: BlockSetting): Setting {
  return { ...setting, blockId: textField(thing, "block_id"), live: true };
}

function odd(thing: unknown): Html {
  return draw`<span class="odd">[${textField(thing, "type") || "unknown element"}]</span>`;
}
