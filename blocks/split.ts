import type { KnownBlock, RichTextElement } from "@slack/types";
import { list, plain } from "./elements.ts";
import { limits } from "./limits.ts";

/** Bullets under a heading, in as many blocks as their length asks for. None at all without items. */
export function bullets(heading: string, items: readonly RichTextElement[][]): KnownBlock[] {
  const groups: RichTextElement[][][] = [];
  let room = emptyRoom;
  for (const item of items.flatMap(splitItem)) {
    const size = sizeOf(item);
    const held = groups.at(-1);
    if (held === undefined || !fits(size, room)) {
      groups.push([item]);
      room = less(emptyRoom, size);
    } else {
      held.push(item);
      room = less(room, size);
    }
  }
  return groups.map((held, n) => list(n === 0 ? heading : `${heading}, continued`, held));
}

/**
 * Fills messages in order, each within Slack's limits; the tail stands at the end of the last one. `tailRoom` is kept free
 * for it whatever it holds now, so that a decision does not move anything from one message to another.
 */
export function pack(
  blocks: readonly KnownBlock[],
  tail: readonly KnownBlock[],
  tailRoom: { blocks: number; bytes: number },
): readonly KnownBlock[][] {
  const messages: KnownBlock[][] = [[]];
  let bytes = 0;
  for (const block of blocks) {
    const size = bytesOf(block);
    const last = messages.at(-1) ?? [];
    const full =
      last.length + tailRoom.blocks >= limits.blocksPerMessage ||
      bytes + size + tailRoom.bytes > limits.blocksBytes;
    if (last.length > 0 && full) {
      messages.push([block]);
      bytes = size;
    } else {
      last.push(block);
      bytes += size;
    }
  }
  messages.at(-1)?.push(...tail);
  return messages;
}

type Size = { readonly characters: number; readonly bytes: number };

/** What a block has beside its items: braces, names, the heading. */
const frameBytes = 1_000;
const emptyRoom: Size = {
  characters: limits.richText,
  bytes: limits.richTextBytes - frameBytes,
};

const fits = (size: Size, room: Size): boolean =>
  size.characters <= room.characters && size.bytes <= room.bytes;

const less = (room: Size, size: Size): Size => ({
  characters: room.characters - size.characters,
  bytes: room.bytes - size.bytes,
});

const sizeOf = (elements: readonly RichTextElement[]): Size => ({
  characters: elements.reduce((sum, element) => sum + textOf(element).length, 0),
  bytes: bytesOf(elements),
});

const textOf = (element: RichTextElement): string =>
  "text" in element ? (element.text ?? "") : "";

/** As it travels: JSON in UTF-8. */
export const bytesOf = (value: unknown): number =>
  new TextEncoder().encode(JSON.stringify(value)).length;

/** An item longer than a block goes on in the next bullet, split between elements and, within a text, between words. */
function splitItem(item: readonly RichTextElement[]): RichTextElement[][] {
  if (fits(sizeOf(item), emptyRoom)) return [[...item]];
  const parts: RichTextElement[][] = [[]];
  for (const piece of item.flatMap(splitText)) {
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && !fits(sizeOf([...last, piece, goesOn]), emptyRoom)) {
      last.push(goesOn);
      parts.push([wentOn, piece]);
    } else {
      last.push(piece);
    }
  }
  return parts;
}

const goesOn = plain(" …");
const wentOn = plain("… ");

/** A third of a block, so that pieces fill blocks well; in bytes a character takes at most six. */
const pieceCharacters = 600;

function splitText(element: RichTextElement): RichTextElement[] {
  if (element.type !== "text" || element.text.length <= pieceCharacters) return [element];
  const pieces: RichTextElement[] = [];
  let rest = element.text;
  while (rest.length > pieceCharacters) {
    const space = rest.lastIndexOf(" ", pieceCharacters - 1) + 1;
    const cut = space > pieceCharacters / 2 ? space : wholeCharacters(rest, pieceCharacters);
    pieces.push({ ...element, text: rest.slice(0, cut) });
    rest = rest.slice(cut);
  }
  return rest === "" ? pieces : [...pieces, { ...element, text: rest }];
}

/** The last place up to `at` that is not in the middle of a character. */
const wholeCharacters = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
