import { attributes, draw, type Html } from "./html.ts";
import { field, textField, wordsOf } from "./read.ts";
import { hooks, type Setting } from "./setting.ts";

/** Text, number, address and date fields; undefined when the element is something else. */
export function inputElement(thing: unknown, setting: Setting): Html | undefined {
  switch (textField(thing, "type")) {
    case "plain_text_input":
      return field(thing, "multiline") === true ? textArea(thing, setting) : line("text");
    case "number_input":
      return line("number");
    case "email_text_input":
      return line("email");
    case "url_text_input":
      return line("url");
    case "datepicker":
      return line("date", "initial_date");
    case "timepicker":
      return line("time", "initial_time");
    case "datetimepicker":
      return line("datetime-local", "initial_date_time");
    default:
      return undefined;
  }

  function line(type: string, initial = "initial_value"): Html {
    const value = textField(thing, initial);
    const set = attributes({
      type,
      value: type === "datetime-local" ? localTime(Number(value)) : value,
      min: textField(thing, "min_value") || undefined,
      max: textField(thing, "max_value") || undefined,
      step: type === "number" && field(thing, "is_decimal_allowed") === true ? "any" : undefined,
    });
    return draw`<input class="input" data-field${set}${shared(thing)} ${hooks(thing, setting)}>`;
  }
}

function textArea(thing: unknown, setting: Setting): Html {
  // A line break right after the tag is swallowed by the parser, so that one is given away.
  return draw`<textarea class="input" rows="5" data-field${shared(thing)} ${hooks(thing, setting)}>
${textField(thing, "initial_value")}</textarea>`;
}

function shared(thing: unknown): Html {
  return attributes({
    placeholder: wordsOf(field(thing, "placeholder")) || undefined,
    maxlength: textField(thing, "max_length") || undefined,
    "data-min-length": textField(thing, "min_length") || undefined,
    autofocus: field(thing, "focus_on_load") === true,
    autocomplete: "off",
  });
}

/** What a datetime-local field wants: no zone, to the minute. */
function localTime(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) return "";
  const offsetMs = new Date(seconds * 1000).getTimezoneOffset() * 60_000;
  return new Date(seconds * 1000 - offsetMs).toISOString().slice(0, 16);
}
