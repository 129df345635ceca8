/** Markup that is already safe to set as `innerHTML`. Made by `draw` and `raw` only. */
export type Html = { readonly markup: string };

/** What may stand in a template: text is escaped, markup is not, `false` and `undefined` draw nothing. */
export type Piece = Html | string | number | false | null | undefined | readonly Piece[];

/** Tagged template: everything put in is escaped unless it is `Html` itself. */
export function draw(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  let markup = parts[0] ?? "";
  for (const [index, piece] of pieces.entries())
    markup += markupOf(piece) + (parts[index + 1] ?? "");
  return { markup };
}

/** Attributes of one element: `true` draws the bare name, `false` and `undefined` nothing. */
export function attributes(set: Record<string, string | number | boolean | undefined>): Html {
  let markup = "";
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined || value === false) continue;
    markup += value === true ? ` ${name}` : ` ${name}="${escape(String(value))}"`;
  }
  return { markup };
}

/** Trusts `markup` as it is: for constants of this folder, never for anything that was sent. */
export function raw(markup: string): Html {
  return { markup };
}

export function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => `&#${char.codePointAt(0)};`);
}

function markupOf(piece: Piece): string {
  if (piece === undefined || piece === null || piece === false) return "";
  if (typeof piece === "string") return escape(piece);
  if (typeof piece === "number") return String(piece);
  if ("markup" in piece) return piece.markup;
  return piece.map(markupOf).join("");
}
