// In place of the fetch: what the operator opens to it, because everything is on one machine here, counts as the open web.
import { type FetchPage, openFetch as open } from "../../../../src/research/sources/fetch.ts";

export function openFetch(options: Parameters<typeof open>[0]): ReturnType<typeof open> {
  const web = open(options);
  const fetchPage: FetchPage = async (url, signal) => {
    const fetched = await web.fetchPage(url, signal);
    return fetched.ok ? { ...fetched, internal: false } : fetched;
  };
  return { fetchPage, [Symbol.asyncDispose]: () => web[Symbol.asyncDispose]() };
}
