import type { HomeView, KnownBlock } from "@slack/types";
import type { Task } from "../src/domain/task.ts";
import { context, header, section } from "./elements.ts";
import { taskLines } from "./list.ts";

/** A person's Home tab: what waits for them, what runs, what is done. */
export function homeView(facts: {
  waiting: readonly Task[];
  running: readonly Task[];
  done: readonly Task[];
}): HomeView {
  return {
    type: "home",
    blocks: [
      ...part("Waiting for you", facts.waiting, "Nothing waits for you."),
      ...part("Under way", facts.running, "Nothing is under way."),
      ...part("Done", facts.done, "Nothing yet. Try `/research` and a question in any channel."),
      context("`/legwork help` says what I can do."),
    ],
  };
}

const part = (title: string, tasks: readonly Task[], none: string): KnownBlock[] => [
  header(title),
  section(tasks.length > 0 ? taskLines(tasks) : none),
];
