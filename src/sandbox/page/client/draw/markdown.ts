import { draw, type Html } from "./html.ts";
import { markdownInline } from "./markdownInline.ts";
import { maxChars } from "./read.ts";
import type { World } from "./world.ts";

/** Levels a quote or list may nest: each is one call deeper. */
const maxDepth = 6;

type Taken = { drawn: Html; lines: number };

/** The `markdown` block and canvases: headings, lists, tasks, tables, quotes, code, rules, paragraphs. */
export function markdown(text: string, world: World, depth = 0): Html {
  const lines = text.slice(0, maxChars).split("\n");
  const drawn: Html[] = [];
  for (let at = 0; at < lines.length;) {
    const taken = take(lines.slice(at), world, depth);
    drawn.push(taken.drawn);
    at += Math.max(1, taken.lines);
  }
  return draw`${drawn}`;
}

function take(lines: string[], world: World, depth: number): Taken {
  const line = lines[0] ?? "";
  if (line.trim() === "") return { drawn: draw``, lines: 1 };
  if (/^\s*(?:```|~~~)/u.test(line)) return fence(lines);
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/u.exec(line);
  if (heading) {
    const inner = markdownInline(heading[2] ?? "", world);
    return { drawn: draw`<p class="md-h${heading[1]?.length ?? 1}">${inner}</p>`, lines: 1 };
  }
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/u.test(line)) return { drawn: draw`<hr>`, lines: 1 };
  if (line.includes("|") && isRule(lines[1] ?? "")) return pipeTable(lines, world);
  if (depth < maxDepth && /^\s*>/u.test(line)) return quote(lines, world, depth);
  if (depth < maxDepth && itemOf(line)) return list(lines, world, depth);
  return paragraph(lines, world);
}

function fence(lines: string[]): Taken {
  const mark = (lines[0] ?? "").trim().slice(0, 3);
  const end = lines.findIndex((line, index) => index > 0 && line.trim().startsWith(mark));
  const inner = lines.slice(1, end === -1 ? undefined : end);
  return { drawn: draw`<pre>${inner.join("\n")}</pre>`, lines: inner.length + 2 };
}

function quote(lines: string[], world: World, depth: number): Taken {
  const inner = takeWhile(lines, (line) => /^\s*>/u.test(line));
  const text = inner.map((line) => line.replace(/^\s*>\s?/u, "")).join("\n");
  const drawn = draw`<blockquote>${markdown(text, world, depth + 1)}</blockquote>`;
  return { drawn, lines: inner.length };
}

function list(lines: string[], world: World, depth: number): Taken {
  const first = itemOf(lines[0] ?? "");
  const base = first?.indent ?? 0;
  const items: { text: string; below: string[] }[] = [];
  const taken = takeWhile(lines, (line) => {
    const item = itemOf(line);
    if (item && item.indent <= base && item.ordered !== first?.ordered) return false;
    if (item && item.indent <= base) items.push({ text: item.text, below: [] });
    else if (/^\s+\S/u.test(line)) items.at(-1)?.below.push(line.slice(base + 2));
    else return false;
    return true;
  });
  const drawn = items.map(({ text, below }) => {
    const task = /^\[([ xX])\]\s+(.*)$/u.exec(text);
    const box = task && draw`<span class="task">${task[1] === " " ? "☐" : "☑"}</span> `;
    const nested = below.length > 0 && markdown(dedent(below), world, depth + 1);
    return draw`<li>${box}${markdownInline(task?.[2] ?? text, world)}${nested}</li>`;
  });
  const whole = first?.ordered
    ? draw`<ol start="${first.start}">${drawn}</ol>`
    : draw`<ul>${drawn}</ul>`;
  return { drawn: whole, lines: Math.max(1, taken.length) };
}

function pipeTable(lines: string[], world: World): Taken {
  const rows = takeWhile(lines, (line) => line.includes("|"));
  const aligns = cellsOf(rows[1] ?? "").map((rule) => {
    if (rule.endsWith(":")) return rule.startsWith(":") ? "align-center" : "align-right";
    return "align-left";
  });
  const row = (line: string, tag: "th" | "td"): Html => {
    const cells = cellsOf(line).map((cell, column) => {
      const inner = markdownInline(cell, world);
      const align = aligns[column] ?? "align-left";
      return tag === "th"
        ? draw`<th scope="col" class="${align}">${inner}</th>`
        : draw`<td class="${align}">${inner}</td>`;
    });
    return draw`<tr>${cells}</tr>`;
  };
  const drawn = draw`<div class="table-scroll" tabindex="0"><table>
    <thead>${row(rows[0] ?? "", "th")}</thead>
    <tbody>${rows.slice(2).map((line) => row(line, "td"))}</tbody>
  </table></div>`;
  return { drawn, lines: rows.length };
}

function paragraph(lines: string[], world: World): Taken {
  const rest = takeWhile(lines.slice(1), (line) => {
    if (line.trim() === "" || itemOf(line)) return false;
    return !/^\s*(?:#{1,6}\s|>|```|~~~)/u.test(line);
  });
  const inner = [lines[0] ?? "", ...rest].map((line) => line.trim()).join("\n");
  return { drawn: draw`<p>${markdownInline(inner, world)}</p>`, lines: 1 + rest.length };
}

function itemOf(line: string) {
  const match = /^(\s*)(?:[-*+•]|(\d{1,9})[.)])\s+(.*)$/u.exec(line);
  if (!match) return undefined;
  const [, space = "", number, text = ""] = match;
  return { indent: space.length, ordered: number !== undefined, start: number ?? "1", text };
}

function isRule(line: string): boolean {
  return line.includes("-") && cellsOf(line).every((cell) => /^:?-+:?$/u.test(cell));
}

function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/u, "")
    .replace(/(?<!\\)\|$/u, "");
  return inner.split(/(?<!\\)\|/u).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function dedent(lines: string[]): string {
  const indent = Math.min(...lines.map((line) => line.search(/\S/u)));
  return lines.map((line) => line.slice(Math.max(0, indent))).join("\n");
}

function takeWhile(lines: string[], wanted: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !wanted(line));
  return end === -1 ? lines : lines.slice(0, end);
}
