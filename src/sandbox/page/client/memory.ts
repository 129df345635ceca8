/// <reference lib="dom" />

/** What the browser remembers between visits. A full or forbidden storage loses memories, nothing else. */
export type Memory = {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
};

const prefix = "local-slack:";

export function browserMemory(storage: Storage): Memory {
  return {
    get(name) {
      const text = storage.getItem(prefix + name);
      if (text === null) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        return undefined; // Written by another version or another page of this address.
      }
    },
    set(name, value) {
      try {
        storage.setItem(prefix + name, JSON.stringify(value));
      } catch {
        storage.clear(); // Full: drafts and read marks are worth less than a page that works.
      }
    },
  };
}
