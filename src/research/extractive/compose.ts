import { capitalize, cleanText } from "./clean.ts";

/** How several quotes become one statement. Every word of it stands in a quote, but for small words between them. */
export type Composition = "row" | "note" | "joined" | "owned" | "sides";

/** The text of a statement made of these quotes. */
export const compose = (as: Composition, quotes: readonly string[]): string =>
  compositions[as](quotes);

/** True when this engine would have written the text over these quotes, so that no person changed it. */
export const isComposed = (text: string, quotes: readonly string[]): boolean =>
  quotes.length > 1 && Object.values(compositions).some((write) => write(quotes) === text);

/** A table's cell as it is quoted, `name: value`, taken apart. */
export function cellOf(quote: string): { readonly name: string; readonly value: string } {
  const at = quote.indexOf(": ");
  return at < 0
    ? { name: "", value: quote }
    : { name: quote.slice(0, at), value: quote.slice(at + 2) };
}

/** A cell as a reader says it: `price_eur_month: 1150` is `price` and `1150 EUR a month`. */
export function spokenCell(quote: string): { readonly head: string; readonly value: string } {
  const { name, value } = cellOf(quote);
  const [first = "", ...units] = name.split("_");
  if (units.length === 0 || !/^[\d.,]+$/.test(value) || !unitWords.has(units.at(-1) ?? ""))
    return { head: lowerFirst(name.replaceAll("_", " ")), value };
  const spoken = units.map((unit, i) =>
    currencies.has(unit)
      ? unit.toUpperCase()
      : i > 0 && perWords.has(unit)
        ? `a ${perWords.get(unit)}`
        : unit,
  );
  return { head: first, value: `${value} ${spoken.join(" ")}` };
}

const currencies: ReadonlySet<string> = new Set(["eur", "usd", "gbp", "chf"]);
const perWords: ReadonlyMap<string, string> = new Map([
  ["month", "month"],
  ["year", "year"],
  ["week", "week"],
  ["day", "day"],
  ["hour", "hour"],
  ["s", "second"],
]);
const unitWords: ReadonlySet<string> = new Set([
  ...currencies,
  ...perWords.keys(),
  ..."days weeks months years hours minutes seconds ms kg km gb mb percent pct".split(" "),
]);

const compositions: Readonly<Record<Composition, (quotes: readonly string[]) => string>> = {
  row: ([name = "", ...cells]) =>
    `${cellOf(name).value}: ${cells
      .map(spokenCell)
      .map(({ head, value }) => `${head} ${value}`)
      .join(", ")}`,
  note: ([name = "", ...sentences]) =>
    `${cellOf(name).value}: ${sentences.map(cleanText).join(" ")}`,
  joined: (quotes) => capitalize(quotes.map(cleanText).join(" ")),
  owned: ([owner = "", ...what]) =>
    `${bare(cellOf(owner).value)}: ${what
      .map(bare)
      .map((part, i) => (i === 0 ? part : lowerFirst(part)))
      .join("; ")}`,
  sides: ([one = "", oneCell = "", other = "", otherCell = ""]) => {
    const [left, right] = [spokenCell(oneCell), spokenCell(otherCell)];
    return `${capitalize(left.head)}: ${cellOf(one).value} ${left.value}, ${cellOf(other).value} ${right.value}`;
  },
};

const bare = (quote: string): string => cleanText(quote).replace(/[\s.;,]+$/, "");
const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
