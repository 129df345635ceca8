import { notStored } from "../../../../src/slack/outcome.ts";
import { type Answer, finals } from "../../rig/send.ts";
import type { Sent } from "./plan.ts";

/** What people and Slack were told, held against what is stored. */
export type Verdict = {
  readonly events: number;
  readonly commands: number;
  /** Told “ok” or “on it”, and there is nothing. */
  readonly falseYes: readonly string[];
  /** Told that nothing was started, and something was. */
  readonly falseNo: readonly string[];
  /** Never acknowledged, however often it was told. */
  readonly unrecovered: readonly string[];
  readonly doubled: readonly string[];
  /** Not answered in words or with 503, but with something else or not at all. */
  readonly odd: readonly string[];
  readonly late: readonly string[];
  /** Events that were refused at first; commands whose asker was told that nothing, or probably nothing, was started. */
  readonly refusedEvents: number;
  readonly refusedCommands: number;
  readonly unsureCommands: number;
  readonly slowestMs: number;
};

/** By then every request is answered, whatever the database does. In milliseconds. */
const answerMsMax = 1_500;

const no = JSON.stringify(notStored(false));
const unsure = JSON.stringify(notStored(true));

export function judge(
  sent: readonly Sent[],
  answers: readonly Answer[],
  stored: ReadonlyMap<string, number>,
): Verdict {
  const last = finals(answers);
  const isAcknowledged = ({ key }: Sent): boolean => last.get(key)?.status === 200;
  const said = ({ key }: Sent): string => last.get(key)?.text ?? "";
  const isStored = ({ question }: Sent): boolean => stored.has(question ?? "");

  const events = sent.filter(({ kind }) => kind === "event");
  const commands = sent.filter(({ kind }) => kind === "command");
  const refused = commands.filter((one) => said(one) === no);
  const open = commands.filter((one) => said(one) === unsure);
  const accepted = commands.filter((one) => isAcknowledged(one) && said(one).includes("On it"));
  const expected = new Set([...refused, ...open, ...accepted]);
  return {
    events: events.length,
    commands: commands.length,
    falseYes: keys([...events.filter(isAcknowledged), ...accepted].filter((one) => !isStored(one))),
    falseNo: keys(refused.filter(isStored)),
    unrecovered: keys(events.filter((one) => !isAcknowledged(one))),
    doubled: [...stored].flatMap(([question, tasks]) => (tasks > 1 ? [question] : [])),
    odd: [
      ...keys(commands.filter((one) => !expected.has(one))),
      ...answers.flatMap(({ key, status }) => ([200, 503].includes(status) ? [] : [key])),
    ],
    late: answers.flatMap(({ key, ms }) => (ms > answerMsMax ? [key] : [])),
    refusedEvents: answers.filter(({ key, status }) => key.startsWith("event") && status !== 200)
      .length,
    refusedCommands: refused.length,
    unsureCommands: open.length,
    slowestMs: Math.max(0, ...answers.map(({ ms }) => ms)),
  };
}

const keys = (which: readonly Sent[]): readonly string[] => which.map(({ key }) => key);

export const isClean = (verdict: Verdict): boolean =>
  [
    verdict.falseYes,
    verdict.falseNo,
    verdict.unrecovered,
    verdict.doubled,
    verdict.odd,
    verdict.late,
  ].every((broken) => broken.length === 0);

/** A verdict in few words. */
export const summed = (verdict: Verdict): string =>
  `${verdict.events} events and ${verdict.commands} commands; ` +
  `${verdict.falseYes.length} falsely acknowledged, ${verdict.falseNo.length} falsely denied, ` +
  `${verdict.refusedEvents} events refused, ${verdict.unrecovered.length} not recovered, ` +
  `${verdict.doubled.length} doubled; ${verdict.refusedCommands} commands denied, ` +
  `${verdict.unsureCommands} with a caveat; ${verdict.odd.length} odd answers, ` +
  `${verdict.late.length} late, slowest ${verdict.slowestMs.toFixed(0)} ms`;
