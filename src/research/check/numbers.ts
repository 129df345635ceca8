/** Number words, as digits. */
const numberWords: ReadonlyMap<string, string> = new Map(
  [
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
      " ",
    ),
    "_ first second third fourth fifth sixth seventh eighth ninth tenth".split(" "),
  ]
    .flatMap((words) => words.map((word, value): [string, string] => [word, String(value)]))
    .concat([
      ["thirty", "30"],
      ["forty", "40"],
      ["fifty", "50"],
      ["sixty", "60"],
      ["seventy", "70"],
      ["eighty", "80"],
      ["ninety", "90"],
      ["hundred", "100"],
      ["twice", "2"],
      ["dozen", "12"],
    ]),
);

/** Words that mostly are no count (`one of them`, `at first`, `a second`): good enough as proof, too weak as a claim. */
const looseWords: ReadonlySet<string> = new Set(["zero", "one", "first", "second"]);

const listMark = /\[\d{1,3}\]/g;
/** Digits with an optional short unit or magnitude glued on: `5`, `76.25`, `14:30` (as 14 and 30), `5k`, `200ms`, `2nd`. */
const digits =
  /(?<![\p{L}\p{N}_])[$€£#~]?(\d+(?:[.,]\d+)*)(k|K|m|M|mm|bn|B|x|%|st|nd|rd|th|ms|s|min|h|d|w|am|pm|AM|PM|GB|MB|KB|TB|px|km|kg)?(?![\p{L}\p{N}_])/gu;
const magnitudes: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["m", 1e6],
  ["mm", 1e6],
  ["bn", 1e9],
  ["b", 1e9],
]);

/** A number as it was written, and the plain forms it may be compared by. */
export type Amount = { readonly written: string; readonly values: readonly string[] };

/**
 * The numbers a text states. `[n]` marks and thousands commas are dropped, number words read as digits, digits inside a
 * word (`v2`, `3D`) ignored.
 */
export function numbersIn(text: string): Amount[] {
  const plain = text.replace(listMark, " ");
  const written = [...plain.matchAll(digits)].map(([whole, number = "", unit = ""]) => ({
    written: whole.trim(),
    values: valuesOf(number, unit.toLowerCase()),
  }));
  const spelled = (plain.toLowerCase().match(/\p{L}+/gu) ?? []).flatMap((word) => {
    const value = numberWords.get(word);
    return value === undefined ? [] : [{ written: word, values: [value] }];
  });
  return [...written, ...spelled];
}

/** Numbers of `text`, as written, that `scope` does not hold. */
export function missingNumbers(text: string, scope: string): string[] {
  const held = new Set(numbersIn(scope).flatMap(({ values }) => values));
  const missing = numbersIn(text)
    .filter(({ written }) => !looseWords.has(written))
    .filter(({ values }) => !values.some((value) => held.has(value)))
    .map(({ written }) => written);
  return [...new Set(missing)];
}

function valuesOf(number: string, unit: string): string[] {
  const bare = number.replace(/,(?=\d{3}(?:\D|$))/g, "");
  // A decimal comma and a decimal point are the same number to a reader.
  const value = Number(bare.replace(",", "."));
  if (!Number.isFinite(value)) return [bare];
  const times = magnitudes.get(unit);
  return times === undefined ? [String(value)] : [String(value), String(value * times)];
}
