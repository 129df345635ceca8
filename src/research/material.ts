import type { Finding, Source } from "../domain/source.ts";
import type { Gathered, Material } from "./engine.ts";
import { containment, copyContainment, shinglesOf } from "./extractive/shingles.ts";

/** Shorter texts share phrases by accident: only their exact copies are dropped. In shingles of three words. */
const shinglesMin = 20;

/** A copy this many times longer takes the place of the shorter one: the page instead of its excerpt. */
const fullerTimes = 1.5;

/** Characters of a source that are compared. */
const comparedCharactersMax = 40_000;

type Part = { readonly subtask: number; readonly gathered: Gathered };
type Kept = { source: Source; text: string; shingles: ReadonlySet<string> };

/**
 * Joins what the subtasks brought home, in their order, onto what was there `earlier` (whose positions stay). Sources
 * read twice and near copies are dropped, conversations only when they are the same one; findings follow their source.
 */
export function mergeGathered(parts: readonly Part[], earlier?: Material): Material {
  const kept: Kept[] = (earlier?.sources ?? []).map(keep);
  const findings = [...(earlier?.findings ?? [])];
  const notes = new Set(earlier?.notes);

  for (const { subtask, gathered } of parts.toSorted((a, b) => a.subtask - b.subtask)) {
    const places = gathered.sources.map((source) => place(source, kept, findings, notes));
    for (const finding of gathered.findings) {
      const moved = moveFinding(
        finding,
        gathered.sources[finding.source],
        places[finding.source],
        kept,
      );
      if (moved && !findings.some((other) => isSame(other, moved)))
        findings.push({ ...moved, subtask });
    }
    for (const note of gathered.notes) notes.add(note);
  }
  return { sources: kept.map(({ source }) => source), findings, notes: [...notes] };
}

/** Finds or makes the position of a source among those kept. */
function place(
  source: Source,
  kept: Kept[],
  findings: Material["findings"][number][],
  notes: Set<string>,
): number {
  const own = keep(source);
  const twin = kept.findIndex((other) => isCopy(own, other));
  const other = kept[twin];
  if (!other) return kept.push(own) - 1;

  const sameAddress = isSameAddress(source, other.source);
  if (!sameAddress && source.title !== other.source.title && own.text !== other.text)
    notes.add(`“${source.title}” was left out: nearly the same text as “${other.source.title}”.`);
  const fuller = sameAddress ? 1 : fullerTimes;
  if (own.text.length <= other.text.length * fuller) return twin;

  // The fuller version takes the place; what was found in the shorter one is looked up again.
  const moved = findings.map((finding) =>
    finding.source === twin
      ? moveFinding(finding, other.source, twin, kept.with(twin, own))
      : finding,
  );
  const still = findings.flatMap((finding, i) => {
    const where = moved[i];
    return where ? [{ ...where, subtask: finding.subtask }] : [];
  });
  findings.splice(0, findings.length, ...still);
  kept[twin] = own;
  return twin;
}

/** A finding with its position in the kept source; undefined where that source does not hold its passage. */
function moveFinding(
  finding: Finding,
  from: Source | undefined,
  position: number | undefined,
  kept: readonly Kept[],
): Finding | undefined {
  const to = position === undefined ? undefined : kept[position]?.source;
  const passage = from?.passages[finding.passage];
  if (position === undefined || !to || !passage) return undefined;
  const same = to.passages[finding.passage]?.text === passage.text;
  const index = same ? finding.passage : to.passages.findIndex(({ text }) => text === passage.text);
  return index < 0 ? undefined : { ...finding, source: position, passage: index };
}

function isCopy(own: Kept, other: Kept): boolean {
  // What may be seen by fewer people must not stand in for what all may see, nor the other way round.
  if (visibilityOf(own.source) !== visibilityOf(other.source)) return false;
  if (isSameAddress(own.source, other.source)) return true;
  if (isTalk(own.source) || isTalk(other.source)) return false;
  if (own.text === other.text) return true;
  if (Math.min(own.shingles.size, other.shingles.size) < shinglesMin) return false;
  return containment(own.shingles, other.shingles) >= copyContainment;
}

function isSameAddress(a: Source, b: Source): boolean {
  if (a.type !== b.type || a.title !== b.title)
    return a.type === b.type && a.url !== null && bare(a.url) === bare(b.url);
  return a.url === null || b.url === null
    ? keep(a).text === keep(b).text
    : bare(a.url) === bare(b.url);
}

function keep(source: Source): Kept {
  const text = source.passages
    .map((passage) => passage.text)
    .join("\n")
    .slice(0, comparedCharactersMax);
  const shingles = isTalk(source) ? new Set<string>() : shinglesOf(text);
  return { source, text, shingles };
}

/** An address without what does not change the page: fragment and a last slash. */
const bare = (url: string | null): string => (url ?? "").replace(/#.*$/, "").replace(/\/$/, "");

const isTalk = ({ type }: Source): boolean => type === "thread" || type === "channel";
const visibilityOf = ({ visibility }: Source): string =>
  visibility.type === "channel" ? visibility.channel : visibility.type;
const isSame = (a: Finding, b: Finding): boolean =>
  a.source === b.source && a.passage === b.passage;
