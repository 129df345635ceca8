import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

/** What one address under `/page/` answers. */
export type Asset = { type: string; body: string };

const types: Readonly<Record<string, string>> = {
  ".ts": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * The browser's part of this folder by path: script modules without their types, style sheets, the icon.
 * Read once; everything is in memory, so that no address can reach any other file.
 */
export function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const part of ["client", "style"]) {
    for (const path of readdirSync(join(folder, part), { recursive: true, encoding: "utf8" })) {
      const name = `${part}/${path.replaceAll("\\", "/")}`;
      const asset = readAsset(folder, name);
      if (asset) assets.set(name, asset);
    }
  }
  const icon = readAsset(folder, "icon.svg");
  if (icon) assets.set("icon.svg", icon);
  return assets;
}

function readAsset(folder: string, name: string): Asset | undefined {
  const type = types[/\.\w+$/u.exec(name)?.[0] ?? ""];
  if (type === undefined) return undefined;
  const text = readFileSync(join(folder, name), "utf8");
  return { type, body: name.endsWith(".ts") ? withoutTypes(text) : text };
}

/**
 * Node calls its type stripping for callers experimental and says so on stderr, though it strips this
 * very program. Nothing else can warn meanwhile: the call is synchronous.
 */
function withoutTypes(text: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
