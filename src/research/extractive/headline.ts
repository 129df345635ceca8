import type { Source } from "../../domain/source.ts";
import type { Body } from "./body.ts";
import { headlineText, shorten } from "./clean.ts";
import { contentWords } from "./queries.ts";
import type { Form } from "./request.ts";
import type { Shape } from "./shape.ts";

/** What fits one line of a message, and what a `shorter headline` may have. In characters. */
const charactersMax = { usual: 120, short: 60, title: 50 } as const;

/** The headline: what the draft found, in the sources' own words; a person's own headline comes first. */
export function headlineOf(
  form: Form,
  { lead }: Body,
  sources: readonly Source[],
  question: string,
  shape: Shape,
): string {
  if (shape.headline !== null) return shape.headline;
  if (!lead) return nothingFound(question);
  if (form === "outline") return `Outline: ${shorten(askedText(question), charactersMax.usual)}`;
  const most = shape.headlineShort ? charactersMax.short : charactersMax.usual;
  const label = labelFor(form, lead.label, sources[lead.unit.source]);
  const text = headlineText(lead.unit.text, most - (label === "" ? 0 : label.length + 2));
  return label === "" || text.toLowerCase().includes(label.toLowerCase())
    ? text
    : `${label}: ${text}`;
}

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
  const about = contentWords(question).slice(0, 6).join(" ");
  return about === "" ? "Nothing found" : `Nothing found on ${shorten(about, charactersMax.short)}`;
}

function labelFor(form: Form, label: string | null, source: Source | undefined): string {
  if (label !== null) return label;
  if (form !== "document" || !source || source.type === "text") return "";
  return shorten(
    source.title
      .replace(/\.(?:pdf|docx?|md|txt|html?|xlsx?|csv)$/i, "")
      .replace(/\s+[|–—-]\s+[^|–—-]*$/, ""),
    charactersMax.title,
  );
}
