import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** One file of ours: its path in the repository, and its text without comments. */
export type SourceFile = { readonly path: string; readonly code: string };

/** One import. `to` is a path in the repository, a package's name, or `?` where the code computes it. */
export type Import = {
  readonly from: string;
  readonly to: string;
  /** `import type` and `export type` are gone before anything runs; all others load the file. */
  readonly loads: boolean;
  readonly reexport: boolean;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Everything that runs in production, as it is now. */
export const readSources = (): readonly SourceFile[] =>
  globSync(["src/**/*", "jobs/**/*", "blocks/**/*"], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
    .toSorted()
    .map((path) => source(path, readFileSync(join(root, path), "utf8")));

export const source = (path: string, text: string): SourceFile => ({
  path,
  code: text.replaceAll(tokens, (token) => (/^\/[/*]/.test(token) ? " " : token)),
});

/** Escapes and strings come first, so that a `//` within a pattern or an address is no comment. */
const tokens =
  /\\.|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

const statement = /^(import|export)( type)?\b(?:[^"';]*?\bfrom)?\s*["']([^"']+)["'];?/gm;
const call = /\b(?:import|require|import\.meta\.resolve)\s*\(\s*(?:["'`]([^"'`$]+)["'`])?/g;
const sibling = /\bnew URL\(\s*["']([^"']+\.[cm]?[jt]sx?)["']\s*,\s*import\.meta\.url/g;

/** Static, type-only and dynamic imports, re-exports, and files of ours that are started as a program. */
export function importsOf({ path, code }: SourceFile): readonly Import[] {
  const edge = (specifier: string, kind: Omit<Import, "from" | "to">): Import => ({
    from: path,
    to: specifier.startsWith(".") ? join(dirname(path), specifier) : specifier,
    ...kind,
  });
  return [
    ...[...code.matchAll(statement)].map(([, word, type, specifier = ""]) =>
      edge(specifier, { loads: type === undefined, reexport: word === "export" }),
    ),
    ...[...code.matchAll(call), ...code.matchAll(sibling)].map(([, specifier = "?"]) =>
      edge(specifier, { loads: true, reexport: false }),
    ),
  ];
}

/** How many strings of the code look like a path to a file of ours; each of them should be an import. */
export const pathsIn = ({ code }: SourceFile): number =>
  [...code.matchAll(/["'`]\.{1,2}\/[^"'`\n]*\.[cm]?[jt]sx?["'`]/g)].length;

/** True for a file that says nothing of its own and only hands on what others say. */
export const isBarrel = (file: SourceFile): boolean =>
  importsOf(file).some(({ reexport }) => reexport) &&
  file.code.replaceAll(statement, "").trim() === "";

/** Groups of files that need each other, directly or around corners. */
export function cyclesIn(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const reach = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [start];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      for (const { to } of next.get(path) ?? []) {
        if (!seen.has(to)) open.push(to);
        seen.add(to);
      }
    }
    return seen;
  };
  const reached = new Map([...next.keys()].map((path) => [path, reach(path)]));
  const knots = [...reached].flatMap(([path, far]) =>
    far.has(path)
      ? [
          [...far]
            .filter((other) => reached.get(other)?.has(path))
            .toSorted()
            .join(" ↔ "),
        ]
      : [],
  );
  return [...new Set(knots)].map((knot) => knot.split(" ↔ "));
}
