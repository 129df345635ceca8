import type { Entries } from "./books.ts";
import type { Slack } from "./slack.ts";

/** Tasks of which people do not see their draft, or their end; and a card that says so. A sentence each. */
export function unended(
  { tasks, deliveries }: Entries,
  { messages }: Pick<Slack, "messages">,
): string[] {
  const now = Date.now();
  const shown = new Map(
    messages.filter((one) => one.visibleAt <= now).map((one) => [one.key, one]),
  );
  const unresolved = new Set(
    deliveries.flatMap(({ key, state }) => (state === "unresolved" ? [key] : [])),
  );
  return tasks.flatMap(({ id, question, status }): string[] => {
    const keys = status === "in_review" ? [`${id}:draft:1:0`] : [`${id}:end:0`, `${id}:end:1`];
    if (!["in_review", "failed"].includes(status)) return [`“${question}” is still ${status}`];
    if (!keys.some((key) => shown.has(key) || unresolved.has(key))) {
      return [`“${question}” is ${status}, and nobody was told`];
    }
    const card = shown.get(`${id}:card:direct`) ?? shown.get(`${id}:card`);
    const says = status === "in_review" ? "Draft ready for review" : "Not finished";
    return card?.text.includes(says) || unresolved.has(`${id}:card`)
      ? []
      : [`the card of “${question}” says ${card?.text ?? "nothing"}`];
  });
}
