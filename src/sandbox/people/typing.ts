import type { Block } from "../shapes.ts";
import type { World } from "../world/world.ts";

/** What Slack keeps as it is: `<@U…>`, `<#C…|name>`, `<!here>`, `<https://…|label>`. */
const token = /(<(?:@[A-Z0-9]+|#[A-Z0-9]+(?:\|[^>]*)?|![^>]+|(?:https?|mailto):[^>]+)>)/;
/** What a person types and Slack turns into a token. */
const typed =
  /(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"])|(?<![\w&])@([\w.-]+)|(?<![\w&])#([\w-]+)/g;

/**
 * Text as typed → text as Slack keeps and sends it: `& < >` escaped, links in brackets, `@name` and
 * `#channel` as ids. Commands get the same treatment: the app's manifest asks for `should_escape`.
 */
export function escapeTyped(world: World, text: string): string {
  return text
    .split(token)
    .map((part, index) => (index % 2 === 1 ? part : escapePart(world, part)))
    .join("");
}

function escapePart(world: World, text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll(
    typed,
    (whole: string, link?: string, person?: string, channel?: string) => {
      if (link !== undefined) return `<${link}>`;
      if (person !== undefined) return mention(world, person) ?? whole;
      return (channel !== undefined && channelLink(world, channel)) || whole;
    },
  );
}

function mention(world: World, name: string): string | undefined {
  if (["here", "channel", "everyone"].includes(name)) return `<!${name}>`;
  const wanted = name.toLowerCase().replace(/[.-]+$/, "");
  const ending = name.slice(wanted.length);
  const found = [...world.users.values()].find((person) => {
    const first = person.real_name.split(" ")[0] ?? "";
    return person.name === wanted || first.toLowerCase() === wanted || person.id === name;
  });
  return found && `<@${found.id}>${ending}`;
}

function channelLink(world: World, name: string): string | undefined {
  const found = [...world.channels.values()].find((one) => one.kind !== "im" && one.name === name);
  return found && `<#${found.id}|${found.name}>`;
}

/** The `rich_text` block Slack makes of what a person typed. */
export function richText(text: string, blockId: string): Block {
  const elements = text
    .split(token)
    .flatMap((part, index) => (index % 2 === 1 ? [tokenElement(part)] : styledElements(part)));
  return {
    type: "rich_text",
    block_id: blockId,
    elements: [{ type: "rich_text_section", elements }],
  };
}

type Element = { type: string; style?: { [name in Style]?: true } } & {
  [field in "text" | "url" | "user_id" | "channel_id" | "range"]?: string;
};
type Style = "bold" | "italic" | "strike" | "code";

function tokenElement(part: string): Element {
  const [target = "", label] = part.slice(1, -1).split("|");
  if (target.startsWith("@")) return { type: "user", user_id: target.slice(1) };
  if (target.startsWith("#")) return { type: "channel", channel_id: target.slice(1) };
  if (target.startsWith("!")) return { type: "broadcast", range: target.slice(1) };
  return { type: "link", url: unescape(target), ...(label !== undefined && { text: label }) };
}

const styled = /((?<!\w)(?:\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`)(?!\w))/;
const styles: Record<string, Style> = { "*": "bold", _: "italic", "~": "strike", "`": "code" };

function styledElements(part: string): Element[] {
  return part.split(styled).flatMap((piece, index) => {
    if (piece === "") return [];
    const style = index % 2 === 1 ? styles[piece.charAt(0)] : undefined;
    if (style === undefined) return [{ type: "text", text: unescape(piece) }];
    return [{ type: "text", text: unescape(piece.slice(1, -1)), style: { [style]: true } }];
  });
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
