/// <reference lib="dom" />
import type { Change } from "../../contract.ts";

/** Milliseconds between two tries to get back on the stream. */
const retryMs = 1000;

const changeTypes: readonly Change["type"][] = [
  "message",
  "message_removed",
  "channel",
  "thread",
  "view",
  "view_closed",
  "home",
  "trouble",
  "connection",
  "log",
  "reset",
];

export type StreamHandlers = {
  change(change: Change): void;
  /** The connection came or went. */
  online(online: boolean): void;
  /** The stream is gone, or too much was missed: fetch the world anew and open another. */
  lost(): void;
};

/**
 * Follows the changes after `after`; the answer ends it. The browser would mend a break by itself, but
 * what comes back may be another stand-in on the same port, whose numbers mean something else.
 */
export function follow(user: string, after: number, handlers: StreamHandlers): () => void {
  const source = new EventSource(`/sandbox/events?user=${encodeURIComponent(user)}&after=${after}`);
  let timer: number | undefined;
  for (const type of changeTypes) {
    source.addEventListener(type, (event) => {
      const change: Change = JSON.parse(event.data);
      if (change.type === "reset") handlers.lost();
      else handlers.change(change);
    });
  }
  source.addEventListener("open", () => handlers.online(true));
  source.addEventListener("error", () => {
    handlers.online(false);
    source.close();
    window.clearTimeout(timer);
    timer = window.setTimeout(() => handlers.lost(), retryMs);
  });
  return () => {
    window.clearTimeout(timer);
    source.close();
  };
}
