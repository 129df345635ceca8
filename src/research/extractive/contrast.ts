import { isQuestion } from "./cues.ts";
import type { Unit } from "./units.ts";

/** Two values that one person sets side by side, each with where it stands. */
type Contrast = { readonly pair: readonly [Unit, Unit]; readonly about: string };

const number = String.raw`(?:about |only )?(\d[\d.,]*)(?![\d.,]*\s?[%:])`;
const says = "(?:gives?|says?|has|have|shows?|counts?|names?|speaks? of)";
const source = String.raw`((?:the|our|their|his|her|\p{Lu}[\p{L}'’]*)(?: [\p{L}\d'’-]+){1,2})`;

const inOne = new RegExp(
  String.raw`${source} ${says} ${number}\b.{0,40}?, (?:but |and |while )?${source} ${says} ${number}\b`,
  "iu",
);
const inNext = new RegExp(String.raw`^${source} ${says} ${number}\b`, "iu");
const before = /(?<![\p{L}\p{N}.,:])(\d[\d.,]*) (\p{L}{3,})/u;

/** `The tags give 214, the report has 198`; `61 orders were oversold. The report has 58.` */
export function contrastsIn(units: readonly Unit[]): Contrast[] {
  return units.flatMap((unit, i): Contrast[] => {
    if (isQuestion(unit.text) || unit.row) return [];
    const one = inOne.exec(unit.text);
    if (one) {
      const [, left = "", first = "", right = "", second = ""] = one;
      return first === second
        ? []
        : [{ pair: [unit, unit], about: `${first} (${left}) or ${bare(second)} (${right})` }];
    }
    const next = inNext.exec(unit.text);
    const last = units.find(
      (other) =>
        other.source === unit.source &&
        other.passage === unit.passage &&
        other.sentence === unit.sentence - 1,
    );
    const said = last && i > 0 ? before.exec(last.text) : null;
    const [, right = "", second = ""] = next ?? [];
    if (!next || !last || !said || bare(said[1] ?? "") === bare(second)) return [];
    return [{ pair: [last, unit], about: `${said[1]} ${said[2]} or ${bare(second)} (${right})` }];
  });
}

const bare = (value: string): string => value.replace(/[.,]$/, "");
