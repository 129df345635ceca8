import type { Block, ResultBlock } from "../blocks.ts";
import type { MessageRequest } from "../request.ts";

/** Something that may be cited, as it is counted among its kind in the request. */
export type Citable =
  | {
      readonly kind: "search_result";
      readonly index: number;
      readonly source: string;
      readonly title: string;
      readonly texts: readonly string[];
    }
  | {
      readonly kind: "document" | "blocks";
      readonly index: number;
      readonly title: string | null;
      readonly texts: readonly string[];
    };

/** The request's question: what stands between `<question>` tags, else the last text of the first message. */
export function questionOf({ messages }: MessageRequest): string {
  const texts = (messages[0]?.content ?? []).flatMap((block) =>
    block.type === "text" ? [block.text] : [],
  );
  const tagged = /<question>([\s\S]+?)<\/question>/.exec(texts.join("\n"))?.[1];
  return (tagged ?? texts.at(-1) ?? "").trim();
}

/** All that is there to be read besides instructions: results of tools, documents, search results, in order. */
export const materialOf = ({ messages }: MessageRequest): readonly string[] =>
  messages.flatMap(({ role, content }) =>
    role === "user" ? content.flatMap((block) => (isMaterial(block) ? textsOf(block) : [])) : [],
  );

/** Everything that was said in the messages, the material too. */
export const spokenOf = ({ messages }: MessageRequest): string =>
  messages.flatMap(({ content }) => content.flatMap(textsOf)).join("\n");

/** Every text of a request: the system prompt, and what was said. */
export const everythingOf = (request: MessageRequest): string =>
  [...(request.system ?? []).map(({ text }) => text), spokenOf(request)].join("\n");

export function textsOf(block: Block | ResultBlock): readonly string[] {
  if (block.type === "text") return [block.text];
  if (block.type === "search_result") return block.content.map(({ text }) => text);
  if (block.type === "tool_result") return block.content.flatMap(textsOf);
  if (block.type !== "document") return [];
  if (block.source.type === "text") return [block.source.data];
  if (block.source.type !== "content") return [];
  const { content } = block.source;
  return typeof content === "string" ? [content] : content.flatMap(textsOf);
}

/** What has citations switched on. */
export function citablesOf({ messages }: MessageRequest): readonly Citable[] {
  const blocks = messages.flatMap(({ content }) =>
    content.flatMap((block): readonly (Block | ResultBlock)[] =>
      block.type === "tool_result" ? block.content : [block],
    ),
  );
  const results = blocks.filter((block) => block.type === "search_result");
  const documents = blocks.filter((block) => block.type === "document");
  return [
    ...results.flatMap((block, index) =>
      block.citations?.enabled
        ? [
            {
              kind: block.type,
              index,
              source: block.source,
              title: block.title,
              texts: textsOf(block),
            },
          ]
        : [],
    ),
    ...documents.flatMap((block, index) => {
      const kind = block.source.type === "content" ? ("blocks" as const) : block.type;
      const { title = null } = block;
      return block.citations?.enabled ? [{ kind, index, title, texts: textsOf(block) }] : [];
    }),
  ];
}

/** Sentences, as they stand in the text; a line without a full stop is one too. */
export const sentencesOf = (text: string): readonly string[] =>
  (text.match(/[^\s.!?][^\n]*?(?:[.!?](?=\s|$)|(?=\n|$))/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}{3}/u.test(sentence));

export const urlsOf = (text: string): readonly string[] => [
  ...new Set(
    (text.match(/https?:\/\/[^\s"'<>()[\]|\\]+/g) ?? []).map((url) =>
      url.replace(/[.,;:!?]+$/, ""),
    ),
  ),
];

export const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];

const isMaterial = ({ type }: Block): boolean =>
  type === "tool_result" || type === "document" || type === "search_result";
