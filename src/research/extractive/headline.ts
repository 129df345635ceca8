import type { Source } from "../../domain/source.ts";
import type { Body } from "./body.ts";
import { capitalize, headlineText, shorten } from "./clean.ts";
import type { Disagreement } from "./disagree.ts";
import { phraseOf } from "./phrase.ts";
import { wantsStatus } from "./outline.ts";
import { sentencesOf } from "./sentences.ts";
import type { Form } from "./request.ts";
import type { Shape } from "./shape.ts";

/** What fits one line of a message, and what a `shorter headline` may have. In characters. */
const charactersMax = { usual: 110, short: 60, title: 50 } as const;

/** The headline: what the draft found, in the sources' own words; a person's own headline comes first. */
export function headlineOf(
  form: Form,
  { lead }: Body,
  sources: readonly Source[],
  question: string,
  shape: Shape,
  differing: readonly Disagreement[] = [],
): string {
  if (shape.headline !== null) return shape.headline;
  if (!lead) return nothingFound(question);
  const status = form === "outline" && wantsStatus(question);
  if (form === "outline" && !status)
    return `Outline: ${shorten(askedText(question), charactersMax.usual)}`;
  const most = shape.headlineShort ? charactersMax.short : charactersMax.usual;
  const label = status ? "Status" : labelFor(form, lead.label, sources[lead.unit.source]);
  const text = headlineText(
    lead.text ?? firstSentence(lead.unit.text),
    most - (label === "" ? 0 : label.length + 2),
  );
  const said = withDoubt(text, differing);
  return label === "" || said.toLowerCase().includes(label.toLowerCase())
    ? said
    : `${label}: ${said}`;
}

/** A headline must not state one of two values as if it were the only one. */
function withDoubt(text: string, differing: readonly Disagreement[]): string {
  const parts = text.split("; ").map((part) => {
    const doubted = differing.find(
      ({ named, about, pair }) =>
        !named &&
        (part.match(/\d[\d.,]*/g) ?? []).length === 1 &&
        pair.some((unit) => unit.text.includes(part)) &&
        (about.match(/\d[\d.,]*/g) ?? []).some((value) => part.split(/[\s€$£]+/).includes(value)),
    );
    return doubted ? `${`${doubted.on} ${doubted.about}`.trim()} (sources differ)` : part;
  });
  const said = parts.join("; ");
  return said.length <= charactersMax.usual ? capitalize(said) : text;
}

/** Of an item with several sentences the first one says what it is. */
const firstSentence = (text: string): string =>
  sentencesOf(text)
    .map(({ start, end }) => text.slice(start, end))
    .find((sentence) => sentence.length >= coreCharactersMin) ?? text;
const coreCharactersMin = 12;

/** `draft a status update on the outage` → `status update on the outage`. */
function askedText(question: string): string {
  const asked = question
    .replace(
      /^(?:@\S+\s+)?(?:(?:please|can you|could you)\s+)*(?:draft|write|prepare|compose|create|make)\s+(?:(?:me|us|up)\s+)?(?:an?|the|our|my)?\s*/i,
      "",
    )
    .replace(/[\s.!?]+$/, "");
  return asked === "" ? "what the sources give" : asked;
}

/** Says so, and about what. */
export function nothingFound(question: string): string {
  const about = phraseOf(question);
  return about === "" ? "Nothing found" : `Nothing found on “${about}”`;
}

function labelFor(form: Form, label: string | null, source: Source | undefined): string {
  if (label !== null) return label;
  if (form !== "document" || !source || source.type === "text") return "";
  return shorten(
    source.title
      .replace(/\s*\([^()]*\)$/, "")
      .replace(/\.(?:pdf|docx?|md|txt|html?|xlsx?|csv)$/i, "")
      .replace(/\s+[|–—-]\s+[^|–—-]*$/, ""),
    charactersMax.title,
  );
}
