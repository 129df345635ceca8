// One by one: the library's front door loads all of it, a second and a half and 200 MB in every process.
import { parseISO } from "date-fns/parseISO";
import { startOfDay } from "date-fns/startOfDay";
import { sub } from "date-fns/sub";
import { subDays } from "date-fns/subDays";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/**
 * Reads the words after "since": `7d`, `24h`, `2 weeks`, `yesterday`, `monday`, `2026-11-01`. Days begin at midnight
 * where the server is. Undefined for anything else, and for moments in the future.
 */
export function parseSince(words: string, now: Date): Date | undefined {
  const text = words.trim().toLowerCase();
  const at = relative(text, now) ?? named(text, now) ?? absolute(text);
  return at !== undefined && at <= now ? at : undefined;
}

function relative(text: string, now: Date): Date | undefined {
  const match = /^(\d{1,4}) ?(h|hours?|d|days?|w|weeks?|months?)(?: ago)?$/.exec(text);
  if (match === null) return undefined;
  const amount = Number(match[1]);
  const unit = match[2] ?? "";
  if (unit.startsWith("h")) return sub(now, { hours: amount });
  if (unit.startsWith("d")) return sub(now, { days: amount });
  if (unit.startsWith("w")) return sub(now, { weeks: amount });
  return sub(now, { months: amount });
}

function named(text: string, now: Date): Date | undefined {
  if (text === "today") return startOfDay(now);
  if (text === "yesterday") return startOfDay(subDays(now, 1));
  if (text === "last week") return startOfDay(subDays(now, 7));
  const day = weekdays.indexOf(text.replace(/^last /, ""));
  if (day === -1) return undefined;
  return startOfDay(subDays(now, (now.getDay() - day + 7) % 7 || 7));
}

function absolute(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = parseISO(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
