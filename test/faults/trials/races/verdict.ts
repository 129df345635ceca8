import { history, versions } from "./chain.ts";
import type { Deed } from "./competition.ts";
import type { Record } from "./record.ts";

/** Everything that a competition broke, each in a sentence; nothing where all is as promised. */
export const verdict = (record: Record, deeds: readonly Deed[]): readonly string[] => [
  ...surprises(deeds),
  ...winners(record, deeds),
  ...effects(record, deeds),
  ...notes(record, deeds),
  ...history(record),
  ...versions(record),
];

/** Who loses is told so; nobody meets an error. */
const surprises = (deeds: readonly Deed[]): readonly string[] =>
  deeds.flatMap(({ name, act, outcome }) =>
    typeof outcome === "object" ? [`${name} met an error on ${act}: ${outcome.error}`] : [],
  );

const decisive = new Set<string>(["approve", "discard", "revise", "edit"]);

/** One decision a revision, by the one who was told that it is theirs. */
function winners({ decisions, history: entries, drafts }: Record, deeds: readonly Deed[]) {
  const broken: string[] = [];
  const won = deeds.filter(({ outcome }) => outcome === "done");
  for (const [revision, ofRevision] of Map.groupBy(decisions, (decision) => decision.revision)) {
    if (ofRevision.length > 1) broken.push(`revision ${revision} was decided more than once`);
  }
  for (const [revision, ofRevision] of Map.groupBy(
    won.filter(isDecisive),
    (deed) => deed.revision,
  )) {
    const names = ofRevision.map(({ name, act }) => `${name} (${act})`).join(" and ");
    if (ofRevision.length > 1) broken.push(`revision ${revision} has two winners: ${names}`);
  }
  for (const { name, act, revision, user } of won.filter(isDecisive)) {
    const theirs = decisions.some(
      (one) => one.revision === revision && one.type === act && one.by === user,
    );
    if (!theirs) broken.push(`${name} was told that ${act} was done, and it is nowhere`);
  }
  const stops = won.filter(({ act }) => act === "stop").length;
  const ends = entries.filter(({ event }) => ["approve", "discard", "stop"].includes(event.type));
  if (stops > 1 || ends.length > 1) broken.push("the task was ended more than once");
  const accepted = entries.filter(({ event }) => decisive.has(event.type));
  if (accepted.length !== decisions.length) {
    broken.push(`${accepted.length} decisions in the history, ${decisions.length} in their table`);
  }
  for (const { type, revision, hash } of decisions) {
    const draft = drafts.find((row) => row.revision === revision);
    if (type === "approve" && draft?.hash !== hash)
      broken.push("a text was approved that is not there");
  }
  return broken;
}

const isDecisive = ({ act }: Deed): boolean => decisive.has(act);

/** What makes the thread equal to the rows may be sent any number of times, and so may words to one person. */
const harmless = new Set(["deliver", "whisper", "admit"]);

/** Phases of a run are fenced: one that is sent again by a worker's second life does nothing. */
const fenced = new Set(["gather", "write", "check"]);

/** What follows from a decision is sent once, by its winner, and whoever loses starts nothing. */
function effects({ jobs, versions: rows }: Record, deeds: readonly Deed[]): readonly string[] {
  const broken: string[] = [];
  for (const { name, act, outcome, sent } of deeds) {
    const started = sent.filter((queue) => !harmless.has(queue));
    if (outcome === "refused" && started.length > 0) {
      broken.push(`${name} was refused to ${act} and started ${started.join(", ")}`);
    }
    if (new Set(started).size < started.length) broken.push(`${name} started something twice`);
  }
  const once = jobs.filter(({ name }) => !harmless.has(name) && !fenced.has(name));
  const distinct = new Set(once.map(({ name, data }) => `${name} ${data}`));
  if (distinct.size < once.length) broken.push("an effect was sent twice");
  const last = rows.at(-1);
  const next = jobs.filter(({ name, data }) => {
    const fields: unknown = JSON.parse(data);
    return name === "plan" && isOf(fields, last?.epoch);
  });
  if (last?.status === "queued" && next.length !== 1) {
    broken.push(`the task is queued, and ${next.length} jobs are about it`);
  }
  return broken;
}

const isOf = (fields: unknown, epoch: number | undefined): boolean =>
  typeof fields === "object" && fields !== null && "epoch" in fields && fields.epoch === epoch;

const closed = new Set(["approved", "discarded", "cancelled"]);
const decided = new Set(["in_review", "approved", "discarded"]);

/** What is said while a task is open is taken up by a run that has not written yet, or answered with words. */
function notes(record: Record, deeds: readonly Deed[]): readonly string[] {
  const { versions: rows, runs, drafts } = record;
  const last = rows.at(-1);
  const told = (text: string, revision: number): boolean =>
    runs.some((run) => run.revision === revision && hasLine(run.feedback, text)) ||
    drafts.some(
      (row) =>
        row.revision === revision &&
        row.draft.answers.some(({ feedback }) => hasLine(feedback, text)),
    );
  const dropped = record.notes.flatMap(({ text, revision }): string[] => {
    if (revision === null) {
      return decided.has(last?.status ?? "") ? [`nobody took up the note “${text}”`] : [];
    }
    const written = drafts.some((row) => row.revision === revision);
    return written && !told(text, revision)
      ? [`revision ${revision} took the note “${text}” and was written without it`]
      : [];
  });
  const unheard = deeds.flatMap(({ name, act, words, sent }): string[] => {
    const isNote = record.notes.some(({ text }) => text === words);
    const isFeedback = runs.some(({ feedback }) => hasLine(feedback, words));
    const answered = sent.includes("whisper") || sent.includes("deliver");
    if (act !== "say" || isNote || isFeedback || answered) return [];
    // Over a closed task people talk to each other.
    return closed.has(last?.status ?? "") ? [] : [`what ${name} said was not heard: “${words}”`];
  });
  return [...dropped, ...unheard];
}

const hasLine = (text: string | null, line: string): boolean =>
  text?.split("\n").includes(line) ?? false;
