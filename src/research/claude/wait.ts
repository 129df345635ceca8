import type { APIError } from "@anthropic-ai/sdk";

/** How long we wait where we are not told. In seconds; in between by chance, so that all who wait do not come at once. */
const waitSeconds = { least: 15, most: 45 } as const;

/** A service that says to come back tomorrow is asked again sooner. In seconds. */
const waitSecondsMax = 15 * 60;

/** How long to wait before asking again, in seconds: as told, within reason; else by chance. */
export function waitOf(
  { headers }: Pick<APIError, "headers">,
  { chance, now }: { readonly chance: () => number; readonly now: () => Date },
): number {
  const told = toldSeconds(headers?.get("retry-after") ?? null, now());
  const { least, most } = waitSeconds;
  if (told === undefined) return Math.round(least + chance() * (most - least));
  return Math.min(waitSecondsMax, Math.max(1, Math.ceil(told)));
}

/** `30`, or the date at which to come back. */
function toldSeconds(header: string | null, now: Date): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : (at - now.getTime()) / 1_000;
}
