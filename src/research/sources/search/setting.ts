/** The providers that want a key. */
export const keyedProviders = ["brave", "tavily", "exa", "serper"] as const;
export type KeyedProvider = (typeof keyedProviders)[number];

/** Which web search is used, and where it is asked. */
export type SearchSetting =
  | { readonly id: "none" }
  /** By the model's own service: the engine asks for it, not the reader. */
  | { readonly id: "anthropic" }
  | { readonly id: "wikipedia" | "searxng"; readonly baseUrl: string }
  | { readonly id: KeyedProvider; readonly baseUrl: string; readonly key: string };

/**
 * Reads `wikipedia | searxng:<url> | brave | tavily | exa | serper | none`. `keys` are the providers' keys where they
 * are set; a problem is a sentence for the operator and contains none of them.
 */
export function parseSearchSetting(
  value: string,
  keys: Readonly<Partial<Record<KeyedProvider, string | undefined>>>,
): SearchSetting | { readonly problem: string } {
  const text = value.trim();
  const [id = ""] = text.toLowerCase().split(":");
  if (text.toLowerCase() === "none") return { id: "none" };
  if (text.toLowerCase() === "wikipedia") return { id: "wikipedia", baseUrl: baseUrls.wikipedia };
  if (id === "searxng") return searxngSetting(text.slice("searxng:".length));
  if (text.toLowerCase() === "anthropic") return { id: "anthropic" };
  const keyed = keyedProviders.find((each) => each === text.toLowerCase());
  if (keyed === undefined) {
    return {
      problem:
        "LEGWORK_SEARCH must be wikipedia, searxng:<url>, brave, tavily, exa, serper, anthropic or none.",
    };
  }
  const key = keys[keyed]?.trim() ?? "";
  if (key === "")
    return { problem: `LEGWORK_SEARCH=${keyed} needs ${keyed.toUpperCase()}_API_KEY.` };
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return { problem: `${keyed.toUpperCase()}_API_KEY contains characters that no key has.` };
  }
  return { id: keyed, baseUrl: baseUrls[keyed], key };
}

function searxngSetting(address: string): SearchSetting | { readonly problem: string } {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return {
      problem:
        "LEGWORK_SEARCH=searxng needs the address of an instance, e.g. searxng:http://localhost:8080.",
    };
  }
  return { id: "searxng", baseUrl: url.href };
}

const baseUrls = {
  wikipedia: "https://en.wikipedia.org",
  brave: "https://api.search.brave.com",
  tavily: "https://api.tavily.com",
  exa: "https://api.exa.ai",
  serper: "https://google.serper.dev",
} as const;
