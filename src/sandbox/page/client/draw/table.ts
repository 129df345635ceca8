import { draw, type Html } from "./html.ts";
import { maxItems, listField, textField } from "./read.ts";
import { richText } from "./richText.ts";
import type { World } from "./world.ts";

/** `table` and `data_table` blocks. The first row is the head, as Slack shows it. */
export function table(block: unknown, world: World): Html {
  const settings = listField(block, "column_settings");
  const [head, ...body] = listField(block, "rows");
  const row = (cells: unknown, tag: "th" | "td"): Html => {
    const drawn = asList(cells).map((cell, column) => {
      const align = alignment(textField(settings[column], "align"), cell);
      const inner = content(cell, world);
      return tag === "th"
        ? draw`<th scope="col" class="${align}">${inner}</th>`
        : draw`<td class="${align}">${inner}</td>`;
    });
    return draw`<tr>${drawn}</tr>`;
  };
  const caption = textField(block, "caption");
  return draw`<div class="table-scroll" tabindex="0"><table>
    ${caption !== "" && draw`<caption>${caption}</caption>`}
    <thead>${row(head, "th")}</thead>
    <tbody>${body.map((cells) => row(cells, "td"))}</tbody>
  </table></div>`;
}

function content(cell: unknown, world: World): Html {
  if (textField(cell, "type") === "rich_text") return richText(cell, world);
  return draw`${textField(cell, "text") || textField(cell, "value")}`;
}

function alignment(asked: string, cell: unknown): string {
  if (asked === "center" || asked === "right") return `align-${asked}`;
  return asked === "" && textField(cell, "type") === "raw_number" ? "align-right" : "align-left";
}

function asList(cells: unknown): readonly unknown[] {
  return Array.isArray(cells) ? cells.slice(0, maxItems) : [];
}
