import { queryOf, type Query } from "./bm25.ts";
import { taskWords } from "./stopwords.ts";
import { isContent, stemOf, wordsOf } from "./words.ts";

/** The stems a request is about, without the words that only name the task; each once, in order. */
export function topicStems(request: string): string[] {
  const words = wordsOf(request).filter((word) => isContent(word) && !taskWords.has(word));
  return [...new Set(words.map(stemOf))];
}

/** What a request to sum up is about besides `this thread since Monday`: stems that some text holds; often none. */
export function topicOfSummary(request: string, held: ReadonlySet<string>): string[] {
  const bare = request
    .replace(/[#@]\S+|https?:\/\/\S+|\b[\w-]+\.\w{2,4}\b/g, " ")
    .replace(aroundIt, " ");
  return topicStems(bare).filter((stem) => held.has(stem));
}

const aroundIt =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|week|weeks|month|months|day|days|hour|hours|last|past|recent|latest|boss|manager|quick|quickly|short|shortly|concise|bullets?|minutes?|notes?|status|update|outline|memo|email|e-mail|announcement|post|newsletter|words?|sentences?|paragraphs?|highlights?|takeaways?|decisions?|decided?|open|action|items?|tasks?|next|steps?|tl;?dr|legwork)\b/gi;

/** The same as a search query; the request's own content words where nothing else is left. */
export function topicQuery(request: string): Query {
  const topic = topicStems(request);
  return queryOf(topic.length > 0 ? topic : wordsOf(request).filter(isContent).map(stemOf));
}
