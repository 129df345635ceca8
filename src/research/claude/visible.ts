import type { Source } from "../../domain/source.ts";
import type { Brief, Material } from "../engine.ts";

/** Whether all who will read the draft may see what a source says. */
export function isVisible({ visibility }: Source, { shownIn }: Pick<Brief, "shownIn">): boolean {
  // A direct message has one reader, and nothing was read that they may not see.
  if (visibility.type !== "channel" || shownIn?.direct === true) return true;
  return visibility.channel === shownIn?.channel;
}

/** The material that a draft may be made of, and words about what was left out. Positions stay as they are. */
export function visibleIn(
  { sources, findings, notes }: Material,
  brief: Pick<Brief, "shownIn">,
): Material {
  const hidden = sources.filter(
    (source, at) => !isVisible(source, brief) && findings.some((finding) => finding.source === at),
  ).length;
  const word = hidden === 1 ? "source comes" : "sources come";
  return {
    sources,
    findings: findings.filter(({ source: at }) => {
      const source = sources[at];
      return source !== undefined && isVisible(source, brief);
    }),
    notes:
      hidden === 0
        ? notes
        : [
            ...notes,
            // Without its name: that, too, is for its own readers.
            `${hidden} ${word} from a private conversation that not everyone here may read, and was left out. Ask me in a direct message to have it in the answer.`,
          ],
  };
}
