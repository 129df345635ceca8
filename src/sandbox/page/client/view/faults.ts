import type { RequestBody } from "../../../requests.ts";
import { clockTime } from "../draw/date.ts";
import { draw, type Html } from "../draw/html.ts";
import type { AskedFault, State } from "../state.ts";

type Preset = { id: string; label: string; about: string; fault: RequestBody<"fault"> };

/** Mishaps a person can order, each with what it shows. */
export const presets: readonly Preset[] = [
  {
    id: "rate-limit",
    label: "Rate limit",
    about: "The next 3 posts are answered 429: try again in 5\u00a0s.",
    fault: { method: "chat.postMessage", kind: "rate_limit", retryAfter: 5, times: 3 },
  },
  {
    id: "drop",
    label: "Lost answer",
    about: "The next post is made, but its answer never arrives. It must not appear twice.",
    fault: { method: "chat.postMessage", kind: "drop_after_accept", times: 1 },
  },
  {
    id: "late",
    label: "Late to be seen",
    about: "The next post cannot be read back through the API for 5\u00a0s.",
    fault: { method: "chat.postMessage", kind: "late_visible", ms: 5000, times: 1 },
  },
  {
    id: "slow",
    label: "Slow answers",
    about: "The next 10 calls take 4\u00a0s each.",
    fault: { method: "*", kind: "slow", ms: 4000, times: 10 },
  },
  {
    id: "down",
    label: "Web API down",
    about: "The next 20 calls are answered 503.",
    fault: { method: "*", kind: "status", status: 503, times: 20 },
  },
];

export function faultPanel(state: State): Html {
  const cards = presets.map(
    ({ id, label, about }) =>
      draw`<button type="button" class="fault" data-do="fault" data-fault="${id}" data-testid="fault-${id}">
      <b>${label}</b><span>${about}</span></button>`,
  );
  const socket =
    state.snapshot.connection.mode === "socket" &&
    draw`<button type="button" class="fault" data-do="disconnect" data-testid="fault-disconnect"><b>Reconnect</b>
      <span>Slack asks the app to open its socket anew; nothing may be lost meanwhile.</span></button>`;
  return draw`<div class="faults" data-testid="faults"><div class="fault-cards">${cards}${socket}</div>${active(state.faults)}</div>`;
}

function active(faults: readonly AskedFault[]): Html {
  if (faults.length === 0)
    return draw`<p class="muted">No fault has been ordered. Everything is answered as it should be.</p>`;
  const items = faults.map(
    ({ method, kind, times, at }) =>
      draw`<li><code>${method}</code> ${kind.replaceAll("_", " ")} <b>× ${times}</b> <span class="muted">since ${clockTime(at / 1000)}</span></li>`,
  );
  return draw`<div class="active-faults" data-testid="active-faults"><b>Ordered</b><ul>${items}</ul>
    <button type="button" class="btn btn-small" data-do="clear-faults" data-testid="clear-faults">Clear all</button></div>`;
}
