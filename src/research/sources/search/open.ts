import { type SearchLimits, searchLimits } from "../limits.ts";
import { type Ask, openAsk } from "./ask.ts";
import { brave } from "./brave.ts";
import { exa } from "./exa.ts";
import type { SearchProvider } from "./provider.ts";
import { searxng } from "./searxng.ts";
import { serper } from "./serper.ts";
import type { SearchSetting } from "./setting.ts";
import { tavily } from "./tavily.ts";
import { wikipedia } from "./wikipedia.ts";

/** The web search of a setting, null where it is off. Close it to close its connections. */
export function openSearch(
  setting: SearchSetting,
  limits: SearchLimits = searchLimits,
): { provider: SearchProvider | null } & AsyncDisposable {
  const { ask, [Symbol.asyncDispose]: close } = openAsk(limits);
  return { provider: providerOf(setting, ask), [Symbol.asyncDispose]: close };
}

function providerOf(setting: SearchSetting, ask: Ask): SearchProvider | null {
  if (setting.id === "none" || setting.id === "anthropic") return null;
  if ("key" in setting) return keyed[setting.id](setting.baseUrl, setting.key, ask);
  return keyless[setting.id](setting.baseUrl, ask);
}

const keyless = { wikipedia, searxng };
const keyed = { brave, exa, serper, tavily };
