import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** What the model is told; each is a file beside this one, with its rules explained at its top. */
export const promptNames = [
  "clarify",
  "scope",
  "plan",
  "gather",
  "gap",
  "write",
  "check",
  "repair",
  "search",
  "json",
  "marks",
] as const;
export type PromptName = (typeof promptNames)[number];

export type Prompt = {
  readonly version: number;
  /** As it is sent. */
  readonly text: string;
  /** SHA-256 of what is sent, in hexadecimal, shortened: enough to tell two versions apart. */
  readonly hash: string;
};

export type Prompts = Readonly<Record<PromptName, Prompt>>;

/** Reads all prompts, once, when the engine is opened. The only place where this folder touches the disk. */
export function openPrompts(): Prompts {
  return {
    clarify: read("clarify"),
    scope: read("scope"),
    plan: read("plan"),
    gather: read("gather"),
    gap: read("gap"),
    write: read("write"),
    check: read("check"),
    repair: read("repair"),
    search: read("search"),
    json: read("json"),
    marks: read("marks"),
  };
}

const read = (name: PromptName): Prompt =>
  parsePrompt(name, readFileSync(new URL(`./prompts/${name}.md`, import.meta.url), "utf8"));

/** `<!-- version: 3 … -->` and then the text. The comment is for us and is not sent. */
export function parsePrompt(name: string, file: string): Prompt {
  const [whole, comment = ""] = /^<!--([\s\S]*?)-->\s*/.exec(file) ?? [];
  const version = Number(/^version: (\d+)$/m.exec(comment)?.[1]);
  const text = file.slice(whole?.length ?? 0).trim();
  if (!Number.isInteger(version) || text === "") {
    throw new Error(`the prompt ${name} has no version line or no text`);
  }
  return { version, text, hash: createHash("sha256").update(text).digest("hex").slice(0, 16) };
}
