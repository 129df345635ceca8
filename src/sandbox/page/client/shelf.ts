/// <reference lib="dom" />
import { draw } from "./draw/html.ts";
import { sizeOf } from "./view/file.ts";

/** Files waiting to be sent with one message. */
const maxFiles = 10;

/** The files waiting in a composer, by the place they were put down in. */
export type Shelf = {
  add: (key: string, files: Iterable<File>) => void;
  drop: (key: string, index: number) => void;
  /** Hands them out; the shelf is empty afterwards. */
  take: (key: string) => File[];
  count: (key: string) => number;
  show: (key: string) => void;
};

export function shelfIn(form: HTMLFormElement): Shelf {
  const waiting = new Map<string, File[]>();
  const at = (key: string): File[] => waiting.get(key) ?? [];
  return {
    add: (key, files) => void waiting.set(key, [...at(key), ...files].slice(0, maxFiles)),
    drop: (key, index) => void waiting.set(key, at(key).toSpliced(index, 1)),
    take(key) {
      const files = at(key);
      waiting.delete(key);
      return files;
    },
    count: (key) => at(key).length,
    show(key) {
      const place = form.querySelector(".waiting");
      if (place) place.innerHTML = draw`${at(key).map(chip)}`.markup;
    },
  };
}

function chip({ name, size }: File, index: number) {
  return draw`<span class="waiting-file">📄 ${name} <small>${sizeOf(size)}</small>
    <button type="button" data-drop-file="${index}" aria-label="Remove ${name}">×</button></span>`;
}
