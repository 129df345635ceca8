import type { Snapshot } from "../../../contract.ts";
import { draw, type Html } from "../draw/html.ts";
import { worldOf } from "../state.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";

/** Something that may be meant: what replaces the word at the caret, and how it is shown. */
export type Candidate = { insert: string; label: string; about: string; sign: Html };

/** The word before the caret that asks for completion, and where it starts. */
export type Asked = { kind: "/" | "@" | "#"; word: string; start: number };

/** Suggestions shown at once. */
const maxCandidates = 8;

/** A command only at the very start of a message; names anywhere. */
export function askedAt(text: string, caret: number): Asked | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([\w-]*)$/u.exec(before);
  if (command) return { kind: "/", word: command[1] ?? "", start: 0 };
  const name = /(?:^|\s)([@#])([\w.-]*)$/u.exec(before);
  if (!name) return undefined;
  const [, kind, word = ""] = name;
  return { kind: kind === "#" ? "#" : "@", word, start: caret - word.length - 1 };
}

export function candidates(asked: Asked, snapshot: Snapshot, inThread: boolean): Candidate[] {
  const word = asked.word.toLowerCase();
  const fits = (name: string): boolean => name.toLowerCase().startsWith(word);
  return all(asked.kind, snapshot, inThread, fits).slice(0, maxCandidates);
}

/** What a command that is being typed wants to hear; nothing when none is. */
export function usageOf(
  text: string,
  snapshot: Snapshot,
): { usage: string; about: string } | undefined {
  const name = /^(\/[\w-]+)\s/u.exec(text)?.[1];
  return snapshot.commands.find((one) => one.command === name);
}

export function completionList(list: readonly Candidate[], chosen: number): Html {
  const rows = list.map(
    (
      one,
      index,
    ) => draw`<li role="option" id="candidate-${index}" data-do="complete" data-index="${index}"
      aria-selected="${index === chosen ? "true" : "false"}">${one.sign}<b>${one.label}</b><span>${one.about}</span></li>`,
  );
  return draw`<ul role="listbox" data-testid="command-completion" aria-label="Suggestions">${rows}</ul>`;
}

function all(
  kind: Asked["kind"],
  snapshot: Snapshot,
  inThread: boolean,
  fits: (name: string) => boolean,
): Candidate[] {
  const world = worldOf(snapshot, 0);
  if (kind === "/") {
    if (inThread) return [];
    const wanted = snapshot.commands.filter(({ command }) => fits(command.slice(1)));
    return wanted.map(({ command, usage, about }) => {
      const sign = avatar(world, snapshot.bot);
      return { insert: `${command} `, label: `${command} ${usage}`, about, sign };
    });
  }
  if (kind === "#") {
    const wanted = snapshot.channels.filter((one) => one.kind !== "im" && fits(one.name));
    return wanted.map(({ name, topic }) => {
      return { insert: `#${name} `, label: name, about: topic, sign: icon("hash") };
    });
  }
  // The app first: it is whom one comes here to talk to.
  const people = snapshot.users.toSorted(
    (a, b) => Number(b.id === snapshot.bot) - Number(a.id === snapshot.bot),
  );
  const wanted = people.filter((one) => fits(one.name) || one.real_name.split(" ").some(fits));
  return wanted.map(({ id, name, real_name }) => {
    return { insert: `@${name} `, label: real_name, about: `@${name}`, sign: avatar(world, id) };
  });
}
