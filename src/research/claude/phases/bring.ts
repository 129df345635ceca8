import type { Subtask } from "../../../domain/plan.ts";
import type { Finding } from "../../../domain/source.ts";
import type { Brief, Gathered } from "../../engine.ts";
import { findFor } from "../../extractive/findings.ts";
import { unitsOf } from "../../extractive/units.ts";
import type { Over } from "../talk/conversation.ts";
import type { Shelf } from "../tools/shelf.ts";

/** Sources with findings; what could not be read; and why the conversation ended early, if it did. */
export async function bringHome(
  brief: Brief,
  subtask: Subtask,
  shelf: Shelf,
  over: Over,
): Promise<Gathered> {
  const findings =
    shelf.findings.length === 0 && over.type !== "done"
      ? await foundByRule(brief, subtask, shelf)
      : shelf.findings;
  const used = [...new Set(findings.map(({ source }) => source))].toSorted((a, b) => a - b);
  return {
    sources: used.flatMap((position) => shelf.sources[position] ?? []),
    findings: findings.map((finding) => ({ ...finding, source: used.indexOf(finding.source) })),
    notes: [...endNotes(subtask, over), ...nothingNotes(subtask, shelf, findings), ...shelf.notes],
  };
}

/** Cut before it recorded anything: what was read is looked through by rule, so that it was not for nothing. */
async function foundByRule(brief: Brief, { objective }: Subtask, shelf: Shelf): Promise<Finding[]> {
  const { units } = await unitsOf(shelf.sources);
  return (await findFor(units, `${objective} ${brief.question}`)).slice(0, 12);
}

function endNotes({ title }: Subtask, over: Over): string[] {
  switch (over.type) {
    case "done":
    case "turns":
      return [];
    case "money":
      return [`The budget did not allow to finish “${title}”.`];
    case "cut":
      return [`“${title}” ended early: an answer of the model broke its limits.`];
    case "refused":
      return [`Claude declined to work on “${title}” (${over.category}).`];
  }
}

const nothingNotes = ({ title }: Subtask, shelf: Shelf, findings: readonly Finding[]): string[] =>
  findings.length > 0
    ? []
    : [
        `Nothing was found for “${title}” in ${shelf.sources.length} ${shelf.sources.length === 1 ? "source" : "sources"}.`,
      ];
