import type { FileId } from "../../domain/ids.ts";
import type { Reading, Visibility } from "../../domain/source.ts";
import { parseLimits } from "./limits.ts";
import type { ReaderDeps } from "./deps.ts";
import { megabytes, shownName, unreadable } from "./wording.ts";

/** A file that was uploaded to Slack. */
export async function readFile(
  { file, name }: { readonly file: FileId; readonly name: string },
  deps: Pick<ReaderDeps, "slack" | "parse" | "now" | "log">,
  signal: AbortSignal,
): Promise<Reading> {
  const found = await deps.slack.file(file, parseLimits.documentBytesMax);
  if ("problem" in found) return { sources: [], notes: [found.problem] };
  const shown = shownName(found.name || name);
  if (Math.max(found.size, found.bytes.length) > parseLimits.documentBytesMax) {
    const why = `it is larger than ${megabytes(parseLimits.documentBytesMax)}`;
    return { sources: [], notes: [unreadable(shown, why)] };
  }
  const { bytes, mimetype, permalink, channel } = found;
  const parsed = await deps.parse(
    { shown, name: found.name, declaredType: mimetype, bytes },
    signal,
  );
  deps.log(parsed.ok ? "file_read" : "file_not_read", { bytes: bytes.length });
  if (!parsed.ok) return { sources: [], notes: [parsed.problem] };

  const visibility: Visibility =
    channel === null ? { type: "workspace" } : { type: "channel", channel };
  const source = {
    type: "file",
    title: shown,
    url: permalink,
    readAt: deps.now(),
    visibility,
    passages: parsed.passages,
  } as const;
  return { sources: [source], notes: parsed.notes };
}
