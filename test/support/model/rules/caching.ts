import type { MessageRequest } from "../request.ts";
import type { Rule } from "./rule.ts";
import { unitsOf } from "../units.ts";

const breakpointsMax = 4;

export const breakpointsAreFew: Rule = (request) => {
  const found = marksOf(request).length;
  return found > breakpointsMax
    ? `A maximum of ${breakpointsMax} blocks with cache_control may be provided. Found ${found}.`
    : null;
};

/** What lives longer comes first in the prompt. */
export const longLivedCacheFirst: Rule = (request) => {
  const marks = marksOf(request);
  const short = marks.findIndex(({ ttl }) => ttl === "5m");
  const late = short < 0 ? undefined : marks.slice(short).find(({ ttl }) => ttl === "1h");
  return late
    ? `${late.path}cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`
    : null;
};

function marksOf(request: MessageRequest) {
  const own = unitsOf(request).flatMap(({ path, marks }) =>
    marks.map((ttl) => ({ path: `${path}.`, ttl })),
  );
  const control = request.cache_control;
  return control ? [...own, { path: "", ttl: control.ttl ?? "5m" }] : own;
}
