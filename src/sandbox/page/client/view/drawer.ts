import type { LogEntry } from "../../../contract.ts";
import { attributes, draw, type Html } from "../draw/html.ts";
import type { State } from "../state.ts";
import { faultPanel } from "./faults.ts";
import { icon } from "./icon.ts";

/** Lines drawn of the log: the newest. */
const maxLines = 200;

const kinds = [
  ["all", "All"],
  ["event", "Events"],
  ["command", "Commands"],
  ["interaction", "Clicks"],
  ["api", "Web API"],
  ["problems", "Problems"],
] as const;

/** The bar at the bottom: what passes between the stand-in and the app, and the faults to try. */
export function drawer(state: State): Html {
  const { drawer: box, snapshot, faults } = state;
  const tab = (name: "log" | "faults", label: string): Html => {
    const on = box.open && box.tab === name;
    return draw`<button type="button" class="drawer-tab" data-do="drawer" data-tab="${name}" data-testid="${name}-tab"
      aria-expanded="${on ? "true" : "false"}">${label}</button>`;
  };
  const active = faults.length > 0 && draw` <span class="badge">${faults.length}</span>`;
  return draw`<div class="drawer-bar">
      <button type="button" class="tool" data-do="drawer" data-tab="${box.tab}" data-testid="drawer-toggle"
        aria-label="${box.open ? "Close the live log" : "Open the live log"}">${icon(box.open ? "down" : "up")}</button>
      ${tab("log", "Live log")}
      <button type="button" class="drawer-tab" data-do="drawer" data-tab="faults" data-testid="faults-tab"
        aria-expanded="${box.open && box.tab === "faults" ? "true" : "false"}">Faults${active}</button>
      ${box.open && box.tab === "log" ? filters(state) : ticker(snapshot.log.at(-1))}
    </div>
    ${box.open && (box.tab === "log" ? log(state) : faultPanel(state))}`;
}

/** One line of the log: `→ /research  ack 5 ms`. */
export function logLine(entry: LogEntry): Html {
  const arrow = entry.direction === "to_app" ? "→" : "←";
  const whither = entry.direction === "to_app" ? "Slack to app" : "app to Slack";
  const outcome = entry.ok ? "ok" : (entry.error ?? "failed");
  const set = attributes({
    class: `log-line log-${entry.direction} ${entry.ok ? "" : "log-bad"}`,
    "data-key": entry.id,
    "data-kind": entry.kind,
  });
  return draw`<div${set}><time>${timeOf(entry.at)}</time><span class="arrow" role="img" aria-label="${whither}">${arrow}</span>
    <span class="log-kind kind-${entry.kind}">${entry.kind.replace("_", " ")}</span><b>${entry.name}</b>
    ${entry.attempt > 0 && draw`<span class="retry">retry ${entry.attempt}</span>`}
    <span class="log-detail">${entry.detail ?? ""}</span>
    <span class="log-outcome">${outcome}</span><span class="log-ms">${Math.round(entry.ms)} ms</span></div>`;
}

/** Which lines the filter lets through. */
export function passes(entry: LogEntry, kind: string, text: string): boolean {
  if (kind === "problems" && entry.ok && entry.attempt === 0) return false;
  if (kind !== "all" && kind !== "problems" && entry.kind !== kind) return false;
  const words = `${entry.name} ${entry.detail ?? ""} ${entry.error ?? ""}`.toLowerCase();
  return words.includes(text.trim().toLowerCase());
}

function log({ snapshot, drawer: box }: State): Html {
  const lines = snapshot.log.filter((entry) => passes(entry, box.kind, box.text)).slice(-maxLines);
  return draw`<div class="log" id="log-lines" data-testid="log" data-stick role="log" tabindex="0" aria-label="Live log">
    ${lines.length === 0 && draw`<p class="muted">Nothing has passed yet.</p>`}${lines.map(logLine)}</div>`;
}

function filters({ drawer: box }: State): Html {
  const chips = kinds.map(([kind, label]) => {
    const on = box.kind === kind ? "true" : "false";
    return draw`<button type="button" class="chip" data-do="log-kind" data-kind="${kind}" aria-pressed="${on}">${label}</button>`;
  });
  return draw`<span class="chips">${chips}</span><input class="log-filter" type="search" data-do-input="log-text"
    data-testid="log-filter" placeholder="Filter…" aria-label="Filter the log" value="${box.text}">
    <span class="legend"><b class="arrow-to">→</b> Slack to app <b class="arrow-from">←</b> app to Slack</span>`;
}

/** The last line, so that a closed drawer still shows that something passes. */
function ticker(entry: LogEntry | undefined): Html {
  if (entry === undefined)
    return draw`<span class="ticker muted">What passes between Slack and the app shows here.</span>`;
  return draw`<div class="ticker" aria-hidden="true">${logLine(entry)}</div>`;
}

function timeOf(at: number): string {
  const time = new Date(at);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) =>
    digits(part, 2),
  );
  return `${clock.join(":")}.${digits(time.getMilliseconds(), 3)}`;
}

function digits(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
