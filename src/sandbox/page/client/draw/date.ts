const dayMs = 86_400_000;

// Made once: building one takes longer than drawing a message.
const clock = formatter({ hour: "numeric", minute: "2-digit" });
const seconds = formatter({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const slashes = formatter({ day: "2-digit", month: "2-digit", year: "numeric" });
const month = formatter({ month: "long", day: "numeric" });
const shortMonth = formatter({ month: "short", day: "numeric" });
const monthYear = formatter({ month: "long", day: "numeric", year: "numeric" });
const shortMonthYear = formatter({ month: "short", day: "numeric", year: "numeric" });
const weekday = formatter({ weekday: "long", month: "long", day: "numeric" });
const long = formatter({ weekday: "long", month: "long", day: "numeric", year: "numeric" });

/** Slack's `!date` tokens, filled in for `ts` seconds since 1970 in the reader's own time zone. */
export function formatDate(ts: number, format: string, now: number): string {
  const at = new Date(ts * 1000);
  if (Number.isNaN(at.getTime())) return "";
  const tokens: Record<string, () => string> = {
    date_num: () => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    date_slash: () => slashes.format(at),
    date: () => monthYear.format(at),
    date_short: () => shortMonthYear.format(at),
    date_long: () => long.format(at),
    date_pretty: () => nearDay(at, now) ?? month.format(at),
    date_short_pretty: () => nearDay(at, now) ?? shortMonth.format(at),
    date_long_pretty: () => dayName(ts, now),
    day_divider_pretty: () => dayName(ts, now),
    time: () => clockTime(ts),
    time_secs: () => seconds.format(at),
    ago: () => ago(ts, now),
  };
  return format.replace(/\{(\w+)\}/gu, (whole, name: string) => tokens[name]?.() ?? whole);
}

/** `4:07 PM`. */
export function clockTime(ts: number): string {
  return clock.format(new Date(ts * 1000));
}

/** The heading of a day: Today, Yesterday, or its weekday and date. */
export function dayName(ts: number, now: number): string {
  const at = new Date(ts * 1000);
  return nearDay(at, now) ?? weekday.format(at);
}

/** `just now`, `5 minutes ago`, `2 hours ago`, `3 days ago`. */
export function ago(ts: number, now: number): string {
  const minutes = Math.max(0, Math.floor((now / 1000 - ts) / 60));
  if (minutes < 1) return "just now";
  if (minutes < 60) return count(minutes, "minute");
  if (minutes < 24 * 60) return count(Math.floor(minutes / 60), "hour");
  return count(Math.floor(minutes / (24 * 60)), "day");
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"} ago`;
}

function nearDay(at: Date, now: number): string | undefined {
  // Rounded: the day of a clock change is an hour short or long.
  const days = Math.round((midnight(now) - midnight(at.getTime())) / dayMs);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return days === -1 ? "Tomorrow" : undefined;
}

function midnight(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", options);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
