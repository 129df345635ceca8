import { choiceElement } from "./choice.ts";
import { attributes, draw, type Html } from "./html.ts";
import { inputElement } from "./input.ts";
import { plainText } from "./mrkdwn.ts";
import { field, listField, textField, wordsOf } from "./read.ts";
import { hooks, type Setting } from "./setting.ts";

/** A button, menu, select, picker or input of a block; undefined when it is none of them. */
export function element(thing: unknown, setting: Setting): Html | undefined {
  switch (textField(thing, "type")) {
    case "button":
    case "icon_button":
      return button(thing, setting);
    case "workflow_button":
      return draw`<button type="button" class="btn" disabled>${wordsOf(field(thing, "text"))}</button>`;
    case "feedback_buttons":
      return feedback(thing, setting);
    case "overflow":
      return overflow(thing, setting);
    default:
      return choiceElement(thing, setting) ?? inputElement(thing, setting);
  }
}

function button(thing: unknown, setting: Setting): Html {
  const style = textField(thing, "style");
  const tone = style === "primary" || style === "danger" ? ` btn-${style}` : "";
  const extra = attributes({
    "data-value": textField(thing, "value"),
    "data-url": textField(thing, "url") || undefined,
    "aria-label": textField(thing, "accessibility_label") || undefined,
  });
  const drawn = draw`<button type="button" class="btn${tone}" data-do="action"
    ${hooks(thing, setting)}${extra}>${plainText(wordsOf(field(thing, "text")))}</button>`;
  return withTrouble(drawn, thing, setting);
}

function feedback(thing: unknown, setting: Setting): Html {
  const one = (name: string, face: string): Html => {
    const half = field(thing, name);
    const label = attributes({ "aria-label": wordsOf(field(half, "text")) });
    const value = attributes({ "data-value": textField(half, "value") });
    return draw`<button type="button" class="btn btn-icon" data-do="action"
      ${hooks(thing, setting)}${value}${label}>${face}</button>`;
  };
  return draw`${one("positive_button", "👍")}${one("negative_button", "👎")}`;
}

/** The choices travel with the button; they are drawn into the page's one menu when it is opened. */
function overflow(thing: unknown, setting: Setting): Html {
  const options = JSON.stringify(listField(thing, "options"));
  const drawn = draw`<button type="button" class="btn btn-icon" data-do="overflow" aria-haspopup="menu"
    aria-label="More choices" ${hooks(thing, setting)}${attributes({ "data-options": options })}>⋯</button>`;
  return withTrouble(drawn, thing, setting);
}

function withTrouble(drawn: Html, thing: unknown, setting: Setting): Html {
  const trouble = setting.troubles[textField(thing, "action_id")];
  if (trouble === undefined) return drawn;
  return draw`<span class="with-trouble">${drawn}<span class="trouble" role="alert">⚠ ${trouble}</span></span>`;
}
