import type { App } from "@slack/bolt";
import { onAnswer } from "./answer.ts";
import { onRequestCommand } from "./command.ts";
import { onContinue } from "./continue.ts";
import { onDecision } from "./decide.ts";
import type { ListenerDeps } from "./deps.ts";
import { onEdit } from "./edit.ts";
import { onHomeOpened } from "./home.ts";
import { onLegworkCommand } from "./legwork.ts";
import { onMessages } from "./message.ts";
import { onQuotes } from "./quotes.ts";
import { onRetry } from "./retry.ts";
import { onRevise } from "./revise.ts";
import { onShortcut } from "./shortcut.ts";
import { onStop } from "./stop.ts";

/** Everything a person can do, by the thing they do it with. */
export function registerListeners(app: App, deps: ListenerDeps): void {
  onRequestCommand(app, deps, "research");
  onRequestCommand(app, deps, "summarize");
  onLegworkCommand(app, deps);
  onMessages(app, deps);
  onShortcut(app, deps);
  onDecision(app, deps, "approve");
  onDecision(app, deps, "discard");
  onRevise(app, deps);
  onEdit(app, deps);
  onQuotes(app, deps);
  onStop(app, deps);
  onAnswer(app, deps);
  onRetry(app, deps);
  onContinue(app, deps);
  onHomeOpened(app, deps);
}
